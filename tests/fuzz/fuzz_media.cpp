// SPDX-License-Identifier: GPL-3.0-or-later
//
// fuzz_media [--seconds S | --runs N] [--seed K]
//
// Damages small videos and images at random, one after the other, and reads each as the window does. Meant for the
// preset `asan`, by hand (CONTRIBUTING.md); CTest runs a moment of it. FFmpeg and OpenCV come without instrumentation
// from the distribution, so that guidance by coverage would see nothing: plain mutation finds the same.
// Works in the current folder. A file at which a promise is broken stays there as fault_…, and the last one as it is,
// so that a crash leaves what it crashed at. Exit code 77: the ffmpeg program, which makes the videos, is absent.
#include "core/base/files.h"
#include "core/base/random.h"
#include "tests/core/media/video_files.h"
#include "tests/support/read_through.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

using namespace mien;
namespace fs = std::filesystem;

namespace {

struct Seed
{
    std::string ending;
    std::string bytes;
};

struct Plan
{
    double seconds = 0;
    std::int64_t runs = 200;
    std::uint64_t seed = 1;
};

Plan planOf(const std::vector<std::string>& words)
{
    Plan plan;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool more = i + 1 < words.size();
        if (words[i] == "--seconds" && more)
            plan.seconds = std::stod(words[++i]);
        else if (words[i] == "--runs" && more)
            plan.runs = std::stoll(words[++i]);
        else if (words[i] == "--seed" && more)
            plan.seed = std::stoull(words[++i]);
    }
    return plan;
}

/// A picture with something on it, so that codecs have work.
cv::Mat pattern(int type)
{
    cv::Mat picture(40, 56, type);
    cv::RNG numbers(7);
    numbers.fill(picture, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65535 : 255);
    picture.rowRange(8, 24).setTo(cv::Scalar(40, 90, 200, 128));
    return picture;
}

std::vector<Seed> makeSeeds()
{
    std::vector<Seed> seeds;
    for (const char* ending : {".png", ".jpg", ".tiff", ".bmp", ".webp", ".jp2", ".ppm", ".ras"}) {
        std::vector<std::uint8_t> bytes;
        cv::imencode(ending, pattern(CV_8UC3), bytes);
        seeds.push_back({ending, std::string(bytes.begin(), bytes.end())});
    }
    for (const int type : {CV_8UC1, CV_8UC4, CV_16UC3, CV_16UC4}) {
        std::vector<std::uint8_t> bytes;
        cv::imencode(".png", pattern(type), bytes);
        seeds.push_back({".png", std::string(bytes.begin(), bytes.end())});
    }
    const auto words = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    const std::pair<const char*, const char*> videos[] = {
        {".mp4", "-c:v libx264 -bf 2 -g 5 -movflags +faststart"},
        {".mkv", "-c:v libx264 -bf 2 -g 5"},
        {".264", "-c:v libx264 -bf 2 -g 5"},
        {".avi", "-c:v mpeg4 -g 5"},
        {".mov", "-c:v mjpeg -metadata:s:v:0 rotate=90"},
        {".webm", "-c:v libvpx -g 5 -b:v 100k"},
        {".ts", "-c:v mpeg2video -g 5"},
        {".y4m", "-pix_fmt yuv420p"},
    };
    for (const auto& [ending, options] : videos) {
        const fs::path file = std::string("fuzz_media_seed") + ending;
        videofiles::make(file, words(options) + words("-vf scale=64:48 -frames:v 12"));
        if (const auto bytes = files::read(file)) seeds.push_back({ending, *bytes});
        fs::remove(file);
    }
    return seeds;
}

/// Some of: bits turned over, numbers at the edges of their range, a piece doubled, taken out, or zeroed, the end cut.
void damage(std::string& bytes, Random& random)
{
    const auto place = [&] { return static_cast<std::size_t>(random.below(bytes.size())); };
    // Heads decide more than pictures do: every other blow falls there.
    const auto aim = [&] { return random.below(2) ? place() : place() % std::min<std::size_t>(bytes.size(), 600); };
    for (auto blows = 1 + random.below(8); blows-- > 0 && bytes.size() > 16;) {
        const std::size_t at = aim();
        const std::size_t length = std::min(1 + static_cast<std::size_t>(random.below(64)), bytes.size() - at);
        switch (random.below(7)) {
        case 0:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
            break;
        case 1:
            bytes[at] = static_cast<char>(random.below(256));
            break;
        case 2: {
            constexpr char edges[] = {'\x00', '\x01', '\x7f', '\x80', '\xff'};
            bytes.replace(at, std::min<std::size_t>(length, 4), std::min<std::size_t>(length, 4),
                          edges[random.below(5)]);
            break;
        }
        case 3:
            bytes.insert(at, bytes.substr(at, length));
            break;
        case 4:
            bytes.erase(at, length);
            break;
        case 5:
            bytes.replace(at, length, length, '\0');
            break;
        default:
            if (random.below(4) == 0) bytes.resize(std::max<std::size_t>(16, place()));
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    const Plan plan = planOf({argv + 1, argv + argc});
    if (!videofiles::toolsPresent()) {
        std::cerr << "fuzz_media: the programs ffmpeg and ffprobe are not installed\n";
        return 77;
    }
    const std::vector<Seed> seeds = makeSeeds();
    const auto start = std::chrono::steady_clock::now();
    const auto goesOn = [&](std::int64_t run) {
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        return plan.seconds > 0 ? passed.count() < plan.seconds : run < plan.runs;
    };
    Random random(plan.seed);
    std::int64_t runs = 0, opened = 0, frames = 0, unsteady = 0, faults = 0;
    for (; goesOn(runs); ++runs) {
        Seed seed = seeds[static_cast<std::size_t>(random.below(seeds.size()))];
        damage(seed.bytes, random);
        const fs::path file = "fuzz_media_" + std::to_string(plan.seed) + seed.ending;
        if (const auto written = files::writeAtomically(file, seed.bytes); !written) {
            std::cerr << written.error().message() << '\n';
            return 1;
        }
        const ReadThrough seen = readThrough(file);
        opened += seen.opened;
        frames += seen.frames;
        unsteady += !seen.steady;
        if (seen.fault.empty()) continue;
        ++faults;
        const fs::path kept = "fault_" + std::to_string(plan.seed) + "_" + std::to_string(runs) + seed.ending;
        fs::copy_file(file, kept, fs::copy_options::overwrite_existing);
        std::cout << kept.string() << ": " << seen.fault << std::endl;
    }
    std::cout << runs << " files, " << opened << " opened, " << frames << " frames, " << unsteady << " unsteady, "
              << faults << " faults" << std::endl;
    return faults == 0 ? 0 : 1;
}
