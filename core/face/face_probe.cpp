// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/face_probe.h"

#include "core/face/frontal_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <dlib/opencv/cv_image.h>
#include <opencv2/imgproc.hpp>
#include <tuple>
#include <vector>

namespace mien {

namespace {

constexpr int cell = 8;               ///< px of the probed patch
constexpr int window = 10;            ///< cells: the detector's 80 px
constexpr int reach = 2;              ///< cells the window is moved to each side
constexpr int places = 2 * reach + 1; ///< in each direction
constexpr int cells = window + 2 * reach;
constexpr int planes = 31;
constexpr int padded = 32;       ///< floats per cell
constexpr int border = cell + 1; ///< px on each side that FHOG features need around their cells
constexpr int side = cells * cell + 2 * border;
constexpr int views = FaceProbe::views;
constexpr int rowFloats = window * padded;

/// The linear classifiers, cell by cell as the features are laid out here.
struct Classifiers
{
    std::array<std::vector<float>, views> weights;
    std::array<double, views> threshold{};

    Classifiers()
    {
        const auto& detector = frontalDetector();
        for (int v = 0; v < views; ++v) {
            const auto& w = detector.get_w(static_cast<unsigned long>(v));
            auto& to = weights[static_cast<std::size_t>(v)];
            to.assign(std::size_t{window} * rowFloats, 0.0f);
            long n = 0;
            for (int plane = 0; plane < planes; ++plane)
                for (int i = 0; i < window * window; ++i)
                    to[static_cast<std::size_t>(i) * padded + static_cast<std::size_t>(plane)] =
                        static_cast<float>(w(n++));
            threshold[static_cast<std::size_t>(v)] = w(n);
        }
    }
};

const Classifiers& classifiers()
{
    static const Classifiers known;
    return known;
}

/// Sum of products; eight partial sums, so that the compiler may use vectors and the order stays fixed.
float dot(const float* a, const float* b)
{
    std::array<float, 8> sum{};
    for (int i = 0; i < rowFloats; i += 8)
        for (std::size_t k = 0; k < 8; ++k) sum[k] += a[i + static_cast<int>(k)] * b[i + static_cast<int>(k)];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/// Place of the maximum of a parabola through three values, −0.5…0.5.
float vertex(double before, double at, double after)
{
    const double curve = before - 2 * at + after;
    return curve < 0 ? static_cast<float>(std::clamp(0.5 * (before - after) / curve, -0.5, 0.5)) : 0.0f;
}

} // namespace

struct FaceProbe::Impl
{
    cv::Mat patch = cv::Mat(side, side, CV_8UC1);
    dlib::array<dlib::array2d<float>> hog;
    std::vector<float> features = std::vector<float>(std::size_t{cells} * cells * padded);
    std::array<std::array<double, places>, places> score{};
    int view = 0; ///< the one that knew the face last

    void readFeatures(const cv::Mat& grey, const Box& box);
    double scoreAt(int row, int column, int view) const;
    std::array<float, window * window> cellsAt(int row, int column, int view) const;
    void scoreAll(int view);
    std::pair<int, int> best() const;
};

void FaceProbe::Impl::readFeatures(const cv::Mat& grey, const Box& box)
{
    // Patch pixel p shows picture point box + (p − before) · scale; cell 0 of the features is the second cell behind a
    // border of one pixel.
    const double scale = box.width / (window * cell);
    const double before = border + reach * cell;
    const cv::Matx23d toPicture(scale, 0, box.x + (0.5 - before) * scale - 0.5, 0, scale,
                                box.y + (0.5 - before) * scale - 0.5);
    if (scale > 1.5) {
        // Shrunk by area first: single pixels of a large face would be noise.
        const double shrink = 1 / std::floor(scale);
        const int wanted = static_cast<int>(std::ceil(side * scale));
        const cv::Rect area(static_cast<int>(std::floor(toPicture(0, 2))),
                            static_cast<int>(std::floor(toPicture(1, 2))), wanted + 2, wanted + 2);
        const cv::Rect inside = area & cv::Rect(0, 0, grey.cols, grey.rows);
        if (!inside.empty()) {
            cv::Mat small;
            const cv::Size size(std::max(1, cvRound(inside.width * shrink)),
                                std::max(1, cvRound(inside.height * shrink)));
            cv::resize(grey(inside), small, size, 0, 0, cv::INTER_AREA);
            const double fx = static_cast<double>(size.width) / inside.width;
            const double fy = static_cast<double>(size.height) / inside.height;
            const cv::Matx23d toSmall(scale * fx, 0, (toPicture(0, 2) + 0.5 - inside.x) * fx - 0.5, 0, scale * fy,
                                      (toPicture(1, 2) + 0.5 - inside.y) * fy - 0.5);
            cv::warpAffine(small, patch, toSmall, patch.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                           cv::BORDER_REPLICATE);
        } else {
            patch.setTo(0);
        }
    } else {
        cv::warpAffine(grey, patch, toPicture, patch.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                       cv::BORDER_REPLICATE);
    }
    dlib::extract_fhog_features(dlib::cv_image<unsigned char>(patch), hog, cell, 1, 1);
    for (int plane = 0; plane < planes; ++plane) {
        const auto& from = hog[static_cast<unsigned long>(plane)];
        for (int row = 0; row < cells; ++row)
            for (int column = 0; column < cells; ++column)
                features[(static_cast<std::size_t>(row) * cells + static_cast<std::size_t>(column)) * padded +
                         static_cast<std::size_t>(plane)] = from[row][column];
    }
}

double FaceProbe::Impl::scoreAt(int row, int column, int v) const
{
    const Classifiers& known = classifiers();
    const float* weights = known.weights[static_cast<std::size_t>(v)].data();
    double sum = -known.threshold[static_cast<std::size_t>(v)];
    for (int r = 0; r < window; ++r)
        sum += dot(features.data() + (static_cast<std::ptrdiff_t>(row + r) * cells + column) * padded,
                   weights + static_cast<std::ptrdiff_t>(r) * rowFloats);
    return sum;
}

std::array<float, window * window> FaceProbe::Impl::cellsAt(int row, int column, int v) const
{
    std::array<float, window * window> sums{};
    const float* weights = classifiers().weights[static_cast<std::size_t>(v)].data();
    for (int r = 0; r < window; ++r)
        for (int c = 0; c < window; ++c) {
            const float* there = features.data() + (static_cast<std::ptrdiff_t>(row + r) * cells + column + c) * padded;
            const float* known = weights + static_cast<std::ptrdiff_t>(r * window + c) * padded;
            float& sum = sums[static_cast<std::size_t>(r * window + c)];
            for (int i = 0; i < planes; ++i) sum += there[i] * known[i];
        }
    return sums;
}

void FaceProbe::Impl::scoreAll(int v)
{
    for (int row = 0; row < places; ++row)
        for (int column = 0; column < places; ++column)
            score[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = scoreAt(row, column, v);
}

std::pair<int, int> FaceProbe::Impl::best() const
{
    int best = 0;
    for (int i = 1; i < places * places; ++i)
        if (score[static_cast<std::size_t>(i / places)][static_cast<std::size_t>(i % places)] >
            score[static_cast<std::size_t>(best / places)][static_cast<std::size_t>(best % places)])
            best = i;
    return {best / places, best % places};
}

FaceProbe::FaceProbe() : m_impl(std::make_unique<Impl>()) {}
FaceProbe::~FaceProbe() = default;
FaceProbe::FaceProbe(FaceProbe&&) noexcept = default;
FaceProbe& FaceProbe::operator=(FaceProbe&&) noexcept = default;

FaceProbe::Answer FaceProbe::ask(const cv::Mat& grey, const Box& box)
{
    Impl& d = *m_impl;
    d.readFeatures(grey, box);
    d.scoreAll(d.view);
    auto [row, column] = d.best();
    const auto at = [&](int r, int c) { return d.score[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)]; };
    if (at(row, column) < 0) { // perhaps the face has turned
        int bestView = d.view;
        double most = at(row, column);
        const auto kept = d.score;
        const int keptView = d.view;
        auto bestScores = kept;
        for (int v = 0; v < views; ++v) {
            if (v == keptView) continue;
            d.scoreAll(v);
            const auto [r, c] = d.best();
            if (at(r, c) <= most) continue;
            most = at(r, c);
            bestView = v;
            bestScores = d.score;
        }
        d.score = bestScores;
        d.view = bestView;
        std::tie(row, column) = d.best();
    }
    Answer answer;
    answer.score = at(row, column);
    answer.view = d.view;
    for (int v = 0; v < views; ++v) answer.cells[static_cast<std::size_t>(v)] = d.cellsAt(row, column, v);
    const float fineX =
        column > 0 && column + 1 < places ? vertex(at(row, column - 1), at(row, column), at(row, column + 1)) : 0;
    const float fineY =
        row > 0 && row + 1 < places ? vertex(at(row - 1, column), at(row, column), at(row + 1, column)) : 0;
    const float step = box.width / window;
    answer.dx = (static_cast<float>(column - reach) + fineX) * step;
    answer.dy = (static_cast<float>(row - reach) + fineY) * step;
    return answer;
}

} // namespace mien
