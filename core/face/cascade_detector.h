// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/geometry.h"

#include <array>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace cv {
class CascadeClassifier;
}

namespace mien {

/// OpenCV's boosted cascades for frontal faces, with the settings of the papers whose networks were fed by them.
enum class CascadeKind {
    ImprovedLbp, ///< lbpcascade_frontalface_improved.xml, 3 neighbours, faces of 60 pixels and more (temporal fusion)
    Haar,        ///< haarcascade_frontalface_default.xml, 4 neighbours, faces of any size (valence/arousal)
};

inline constexpr std::array cascadeKinds = {CascadeKind::ImprovedLbp, CascadeKind::Haar};

/// "improved LBP cascade", "Haar cascade".
const char* name(CascadeKind kind);

/// Frontal faces by a cascade (Viola & Jones, CVPR 2001), the picture scaled by 1.1 from step to step. What it finds
/// depends on the picture alone, also the order. It holds scratch memory: one object per thread.
class CascadeDetector
{
public:
    /// The cascade's file: below MIEN_CASCADES if set, else below the folders of Debian's opencv-data, in
    /// `haarcascades` or `lbpcascades` there, or in the folder itself. Where there is none: the first place where it
    /// might be.
    static std::filesystem::path defaultPath(CascadeKind kind);

    /// Input error that names the file and the package that brings it.
    static Result<CascadeDetector> load(CascadeKind kind);
    static Result<CascadeDetector> load(CascadeKind kind, const std::filesystem::path& file);

    ~CascadeDetector();
    CascadeDetector(CascadeDetector&&) noexcept;
    CascadeDetector& operator=(CascadeDetector&&) noexcept;

    /// Faces in a CV_8UC1 picture, pixels of it, whole numbers, inside of it; of the smallest windows first, then from
    /// top to bottom and left to right. The temporal fusion spec takes the largest (largestBox), the valence/arousal
    /// spec the first. None in an empty picture; throws std::invalid_argument for any other type. `smallest`: the side
    /// from which on faces are wanted, pixels, in the place of the papers'.
    std::vector<Box> detect(const cv::Mat& grey, std::optional<int> smallest = {});

    const std::filesystem::path& file() const { return m_file; }

private:
    CascadeDetector(CascadeKind kind, std::filesystem::path file, std::unique_ptr<cv::CascadeClassifier> cascade);

    CascadeKind m_kind;
    std::filesystem::path m_file;
    std::unique_ptr<cv::CascadeClassifier> m_cascade;
};

} // namespace mien
