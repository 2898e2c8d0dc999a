// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/near_duplicates.h"

#include "core/media/frame_mat.h"

#include <opencv2/imgproc.hpp>

#include <bit>
#include <cstdlib>

namespace mien {

namespace {

constexpr int mostBits = 6;
constexpr double mostDifference = 0.03;

} // namespace

PictureFingerprint fingerprint(const Frame& picture)
{
    const cv::Mat whole = asMat(picture);
    cv::Mat grey;
    if (whole.channels() == 1)
        grey = whole;
    else
        cv::cvtColor(whole, grey, cv::COLOR_BGR2GRAY);
    PictureFingerprint print;
    cv::Mat steps;
    cv::resize(grey, steps, {9, 8}, 0, 0, cv::INTER_AREA);
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x)
            print.hash = (print.hash << 1) | (steps.at<std::uint8_t>(y, x) < steps.at<std::uint8_t>(y, x + 1) ? 1 : 0);
    cv::Mat small;
    cv::resize(grey, small, {16, 16}, 0, 0, cv::INTER_AREA);
    cv::normalize(small, small, 0, 255, cv::NORM_MINMAX);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 16; ++x) print.small[static_cast<std::size_t>(y * 16 + x)] = small.at<std::uint8_t>(y, x);
    return print;
}

int hashDistance(std::uint64_t a, std::uint64_t b)
{
    return std::popcount(a ^ b);
}

bool areNearDuplicates(const PictureFingerprint& a, const PictureFingerprint& b)
{
    if (hashDistance(a.hash, b.hash) > mostBits) return false;
    int difference = 0;
    for (std::size_t i = 0; i < a.small.size(); ++i) difference += std::abs(int(a.small[i]) - int(b.small[i]));
    return difference <= mostDifference * 255 * static_cast<double>(a.small.size());
}

std::vector<DuplicatePair> nearDuplicates(const std::vector<ClipFingerprint>& clips)
{
    std::vector<DuplicatePair> pairs;
    for (std::size_t i = 0; i < clips.size(); ++i)
        for (std::size_t k = i + 1; k < clips.size(); ++k)
            if (areNearDuplicates(clips[i].picture, clips[k].picture)) pairs.push_back({i, k});
    return pairs;
}

} // namespace mien
