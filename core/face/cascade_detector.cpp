// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/cascade_detector.h"

#include <algorithm>
#include <cstdlib>
#include <opencv2/objdetect.hpp>
#include <stdexcept>
#include <tuple>

namespace mien {

namespace fs = std::filesystem;

namespace {

struct Settings
{
    const char* name;
    const char* folder;
    const char* file;
    int neighbours;
    int smallest; ///< side in pixels; 0 = that of the cascade's window
};

/// In the order of CascadeKind. Temporal fusion spec, section 3.1; valence/arousal spec, section 2.1.
constexpr std::array<Settings, cascadeKinds.size()> table = {
    {{"improved LBP cascade", "lbpcascades", "lbpcascade_frontalface_improved.xml", 3, 60},
     {"Haar cascade", "haarcascades", "haarcascade_frontalface_default.xml", 4, 0}}};
constexpr double scaleStep = 1.1; // of both

const Settings& settingsOf(CascadeKind kind)
{
    return table.at(static_cast<std::size_t>(kind));
}

} // namespace

const char* name(CascadeKind kind)
{
    return settingsOf(kind).name;
}

fs::path CascadeDetector::defaultPath(CascadeKind kind)
{
    const Settings& settings = settingsOf(kind);
    std::vector<fs::path> roots = {"/usr/share/opencv4", "/usr/share/opencv", "/usr/local/share/opencv4"};
    if (const char* chosen = std::getenv("MIEN_CASCADES"); chosen && *chosen) roots = {chosen};
    std::error_code code;
    for (const fs::path& root : roots)
        for (const fs::path& candidate : {root / settings.folder / settings.file, root / settings.file})
            if (fs::is_regular_file(candidate, code)) return candidate;
    return roots.front() / settings.folder / settings.file;
}

CascadeDetector::CascadeDetector(CascadeKind kind, fs::path file, std::unique_ptr<cv::CascadeClassifier> cascade)
    : m_kind(kind), m_file(std::move(file)), m_cascade(std::move(cascade))
{
}

CascadeDetector::~CascadeDetector() = default;
CascadeDetector::CascadeDetector(CascadeDetector&&) noexcept = default;
CascadeDetector& CascadeDetector::operator=(CascadeDetector&&) noexcept = default;

Result<CascadeDetector> CascadeDetector::load(CascadeKind kind)
{
    return load(kind, defaultPath(kind));
}

Result<CascadeDetector> CascadeDetector::load(CascadeKind kind, const fs::path& file)
{
    const std::string remedy = "install Debian's package opencv-data, or set MIEN_CASCADES to the folder of " +
                               std::string(settingsOf(kind).file);
    std::error_code code;
    if (!fs::is_regular_file(file, code))
        return Error::input("the " + std::string(mien::name(kind)) + " is missing", file.string(), remedy);
    auto cascade = std::make_unique<cv::CascadeClassifier>();
    bool loaded = false;
    try {
        loaded = cascade->load(file.string());
    } catch (const cv::Exception&) { // OpenCV tells broken files in both ways.
    }
    if (!loaded) return Error::input("this is no cascade that OpenCV can read", file.string(), remedy);
    return CascadeDetector(kind, file, std::move(cascade));
}

std::vector<Box> CascadeDetector::detect(const cv::Mat& grey, std::optional<int> smallest)
{
    if (grey.empty()) return {};
    if (grey.type() != CV_8UC1) throw std::invalid_argument("CascadeDetector needs an 8-bit grey picture");
    const Settings& settings = settingsOf(m_kind);
    // OpenCV searches on several threads and collects what they find in the order of their arrival, which decides which
    // face is the first. So: every window that passes, in the order of a single thread, then OpenCV's own grouping.
    constexpr double similarity = 0.2; // cv::CascadeClassifier's own
    std::vector<cv::Rect> windows;
    const int side = smallest.value_or(settings.smallest);
    m_cascade->detectMultiScale(grey, windows, scaleStep, 0, 0, cv::Size(side, side));
    const auto key = [](const cv::Rect& r) { return std::tuple(r.width, r.y, r.x, r.height); };
    std::sort(windows.begin(), windows.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    cv::groupRectangles(windows, settings.neighbours, similarity);
    std::vector<Box> faces;
    for (const cv::Rect& window : windows) {
        const cv::Rect inside = window & cv::Rect(0, 0, grey.cols, grey.rows);
        if (!inside.empty())
            faces.push_back({static_cast<float>(inside.x), static_cast<float>(inside.y),
                             static_cast<float>(inside.width), static_cast<float>(inside.height)});
    }
    return faces;
}

} // namespace mien
