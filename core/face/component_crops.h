// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/frame.h"
#include "core/types/geometry.h"

#include <array>
#include <optional>
#include <vector>

namespace mien {

/// The facial components that the MicroX network sees (MicroX spec, section 3). "Left" is the image's left.
/// All functions are pure; thread: any.
enum class FaceComponent { LeftEye, RightEye, Nose, Mouth, LeftBrow, RightBrow };

inline constexpr std::array faceComponents = {FaceComponent::LeftEye,  FaceComponent::RightEye,
                                              FaceComponent::Nose,     FaceComponent::Mouth,
                                              FaceComponent::LeftBrow, FaceComponent::RightBrow};

/// "left eye", "right eye", "nose", "mouth", "left brow", "right brow".
const char* name(FaceComponent component);

/// The component's box in pixels of the frame, not clipped to it: the edges that section 3.3 names, or the bounding box
/// of all of the component's points where those enclose nothing (left not left of right, or top not above bottom); then
/// 5 pixels more on every side. Nothing where one of its points is no usable number (isUsable).
std::optional<Box> componentBox(const Landmarks68& points, FaceComponent component);

struct ComponentOptions
{
    int side = 60;     ///< pixels; the paper prints 60 and 30
    bool grey = false; ///< one channel instead of B, G, R
};

/// One crop for each of `faceComponents`, side × side pixels, 0–255, made of the component's box as boxCrop() does: a
/// box over the frame's edge is clipped and what is left of it resized. An empty Frame = missing: no box, or nothing of
/// it inside of the frame. Throws std::invalid_argument for a side below 1.
using ComponentCrops = std::array<Frame, faceComponents.size()>;
ComponentCrops componentCrops(const Frame& frame, const Landmarks68& points, const ComponentOptions& options);

/// The network's fifth input: the whole frame, resized to the same size (section 3.4). Empty for an empty frame.
Frame wholeFrameCrop(const Frame& frame, const ComponentOptions& options);

/// The components of consecutive frames without gaps.
struct ComponentClip
{
    /// By component, then by frame; none empty. A copied crop keeps the number of the frame that it shows.
    std::array<std::vector<Frame>, faceComponents.size()> crops;
    /// False: missing in every frame, and all its crops are 0 (section 7.1).
    std::array<bool, faceComponents.size()> available{};
    int copied = 0; ///< crops that were missing and are those of a neighbouring frame
};

/// Mends a clip, of all components or of those that a network sees, in place: `crops` by component, then by frame.
/// `available` as ComponentClip's. The number of copied crops, and the errors, of completeComponents().
Result<int> completeCrops(std::vector<std::vector<Frame>>& crops, std::vector<bool>& available,
                          const ComponentOptions& options);

/// Mends a clip. A missing crop becomes that of the last frame before that has one, or of the first that has one where
/// none has before (section 3.6); a component without any crop is unavailable, as behind a mask (section 7.1).
/// Failed, with the counts, where crops fail more often than once a frame on average (section 3.6; unavailable
/// components do not count, or every mask would cost its clip), where nothing is available, and without frames.
/// Throws std::invalid_argument for a side below 1.
Result<ComponentClip> completeComponents(const std::vector<ComponentCrops>& frames, const ComponentOptions& options);

} // namespace mien
