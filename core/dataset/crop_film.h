// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/face/cascade_detector.h"
#include "core/media/frame_source.h"
#include "core/types/clip_spec.h"
#include "core/types/face_track.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// What is cut out of every frame: square pictures of one size.
struct CropKind
{
    ClipSpec::Crop crop = ClipSpec::Crop::Frame;
    int side = 0;     ///< pixels
    int channels = 1; ///< 1 = grey, 3 = B, G, R

    /// Of an input of Kind::Pictures. Throws std::invalid_argument for one that is not square.
    explicit CropKind(const ClipSpec& input);

    std::optional<CascadeKind> cascade() const; ///< which looks for what is cut out
    bool needsLandmarks() const;
    std::string name() const; ///< "haar_face 96 grey": part of cache keys
    friend auto operator<=>(const CropKind&, const CropKind&) = default;
};

/// The pictures of one kind from one clip. Copies share the pixels.
struct CropFilm
{
    int side = 0;
    int channels = 1;
    std::vector<int> frames;         ///< of the clip, from 0, ascending
    std::vector<std::uint8_t> found; ///< by position in `frames`: 0 = no face there, and the picture means nothing
    std::shared_ptr<const std::uint8_t> pixels; ///< frames × side × side × channels

    std::size_t pictureSize() const { return static_cast<std::size_t>(side) * side * channels; }
    /// Pixels of the picture of one frame of the clip; null where there is none.
    const std::uint8_t* picture(int frame) const;
};

/// Cuts one film of each kind out of the `frames` (from 0, ascending) of a clip that begins with frame `firstFrame` of
/// `source`. `landmarks`: one entry per frame of the clip, from completeLandmarks(); may be empty where no kind needs
/// them. Where OpenCV's cascades find no face, the frame is left unfound.
/// Components: gaps are filled and clips refused as the MicroX spec, sections 3.6 and 7.1, says (component_crops.h).
Result<std::vector<CropFilm>> cutCrops(FrameSource& source, int firstFrame, const std::vector<int>& frames,
                                       const std::vector<Landmarks68>& landmarks, const std::vector<CropKind>& kinds,
                                       const RunControl& control);

/// The improved LBP cascade has to find a face in every frame, else the clip is left out (temporal fusion spec, section
/// 3.2): a Failed error. Other kinds may lack some.
Result<void> checkFaces(const CropFilm& film, const CropKind& kind);

/// The cut pictures as one block of bytes, and back: nothing where `bytes` are no such block, or of another kind or
/// other frames. The film keeps `owner` alive and points into its bytes.
std::string toBytes(const CropFilm& film);
std::optional<CropFilm> cropFilm(std::shared_ptr<const void> owner, const std::uint8_t* bytes, std::size_t size);

} // namespace mien
