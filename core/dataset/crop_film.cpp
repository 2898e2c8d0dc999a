// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/crop_film.h"

#include "core/face/boxes.h"
#include "core/face/cascade_detector.h"
#include "core/face/component_crops.h"
#include "core/face/face_crops.h"
#include "core/media/frame_mat.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace mien {

namespace {

using Crop = ClipSpec::Crop;

constexpr std::string_view magic = "MIENCRP1";

/// The facial components that a crop shows; none where it is no crop of components.
std::vector<FaceComponent> componentsOf(Crop crop)
{
    switch (crop) {
    case Crop::LeftEye:
        return {FaceComponent::LeftEye};
    case Crop::RightEye:
        return {FaceComponent::RightEye};
    case Crop::Nose:
        return {FaceComponent::Nose};
    case Crop::Mouth:
        return {FaceComponent::Mouth};
    case Crop::LeftBrow:
        return {FaceComponent::LeftBrow};
    case Crop::RightBrow:
        return {FaceComponent::RightBrow};
    case Crop::BothEyes:
        return {FaceComponent::LeftEye, FaceComponent::RightEye};
    case Crop::EyesAndBrows:
        return {FaceComponent::LeftEye, FaceComponent::RightEye, FaceComponent::LeftBrow, FaceComponent::RightBrow};
    case Crop::Frame:
    case Crop::Landmarks:
    case Crop::LbpFace:
    case Crop::LbpFaceTracked:
    case Crop::HaarFace:
        break;
    }
    return {};
}

/// The smallest box around those of `components`; nothing where one of them has none.
std::optional<Box> boxAround(const Landmarks68& points, const std::vector<FaceComponent>& components)
{
    std::optional<Box> around;
    for (const FaceComponent component : components) {
        const auto box = componentBox(points, component);
        if (!box) return std::nullopt;
        if (!around) {
            around = box;
            continue;
        }
        const float right = std::max(around->x + around->width, box->x + box->width);
        const float bottom = std::max(around->y + around->height, box->y + box->height);
        around->x = std::min(around->x, box->x);
        around->y = std::min(around->y, box->y);
        around->width = right - around->x;
        around->height = bottom - around->y;
    }
    return around;
}

/// Gathers the pictures of one kind.
struct Cutting
{
    CropKind kind;
    std::optional<CascadeDetector> cascade;
    std::vector<Frame> pictures; ///< empty = none
    /// Where boxes are tracked: what the frame before was cut by, so that one wrong box does not throw out the right
    /// one behind it; the price is that a face that really jumps stays lost.
    std::optional<Box> before = {};
};

std::optional<Box> boxOf(Cutting& cutting, const Frame& frame, const cv::Mat& grey, const Landmarks68* points)
{
    if (cutting.kind.crop == Crop::Frame)
        return Box{0, 0, static_cast<float>(frame.width), static_cast<float>(frame.height)};
    if (const auto components = componentsOf(cutting.kind.crop); !components.empty())
        return boxAround(*points, components);
    if (cutting.kind.crop == Crop::Landmarks) return landmarkBox(*points);
    const auto boxes = cutting.cascade->detect(grey);
    if (cutting.kind.crop == Crop::LbpFace) return largestBox(boxes);
    if (cutting.kind.crop == Crop::LbpFaceTracked) {
        const auto largest = largestBox(boxes);
        if (largest) cutting.before = cutting.before ? withoutJump(*cutting.before, *largest) : *largest;
        return largest ? cutting.before : std::nullopt;
    }
    return boxes.empty() ? std::nullopt : std::optional(boxes.front());
}

/// What the papers do about pictures that could not be cut.
Result<void> mend(std::vector<Cutting>& cuttings)
{
    // Components are completed together: a clip is judged by all its failures.
    std::vector<Cutting*> components;
    for (Cutting& cutting : cuttings)
        if (!componentsOf(cutting.kind.crop).empty()) components.push_back(&cutting);
    if (components.empty()) return {};
    std::vector<std::vector<Frame>> all;
    all.reserve(components.size());
    for (const Cutting* cutting : components) all.push_back(cutting->pictures);
    const CropKind& kind = components.front()->kind;
    std::vector<bool> available;
    const auto mended = completeCrops(all, available, {kind.side, kind.channels == 1});
    if (!mended) return mended.error();
    for (std::size_t c = 0; c < components.size(); ++c) components[c]->pictures = std::move(all[c]);
    return {};
}

CropFilm filmOf(const Cutting& cutting, const std::vector<int>& frames)
{
    CropFilm film{cutting.kind.side, cutting.kind.channels, frames, {}, {}};
    const std::size_t size = film.pictureSize();
    auto pixels = std::make_shared<std::vector<std::uint8_t>>(size * frames.size());
    for (std::size_t f = 0; f < frames.size(); ++f) {
        const Frame& picture = cutting.pictures[f];
        film.found.push_back(picture.empty() ? 0 : 1);
        if (picture.empty()) continue;
        const std::size_t row = size / static_cast<std::size_t>(film.side);
        for (int y = 0; y < film.side; ++y)
            std::memcpy(pixels->data() + f * size + static_cast<std::size_t>(y) * row,
                        picture.pixels.get() + y * picture.stride, row);
    }
    film.pixels = std::shared_ptr<const std::uint8_t>(pixels, pixels->data());
    return film;
}

template <typename T> void append(std::string& bytes, const T& value)
{
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

} // namespace

CropKind::CropKind(const ClipSpec& input) : crop(input.crop), side(input.width), channels(input.channels)
{
    if (input.kind != ClipSpec::Kind::Pictures || input.width != input.height)
        throw std::invalid_argument("crops are made for square picture inputs");
}

std::optional<CascadeKind> CropKind::cascade() const
{
    if (crop == Crop::LbpFace || crop == Crop::LbpFaceTracked) return CascadeKind::ImprovedLbp;
    if (crop == Crop::HaarFace) return CascadeKind::Haar;
    return std::nullopt;
}

bool CropKind::needsLandmarks() const
{
    return crop == Crop::Landmarks || !componentsOf(crop).empty();
}

std::string CropKind::name() const
{
    static constexpr const char* names[] = {
        "frame", "landmarks", "lbp_face",  "lbp_face_tracked", "haar_face", "left_eye",      "right_eye",
        "nose",  "mouth",     "left_brow", "right_brow",       "both_eyes", "eyes_and_brows"};
    return std::string(names[static_cast<std::size_t>(crop)]) + ' ' + std::to_string(side) +
           (channels == 1 ? " grey" : " colour");
}

const std::uint8_t* CropFilm::picture(int frame) const
{
    const auto at = std::lower_bound(frames.begin(), frames.end(), frame);
    if (at == frames.end() || *at != frame) return nullptr;
    const auto position = static_cast<std::size_t>(at - frames.begin());
    return found[position] ? pixels.get() + position * pictureSize() : nullptr;
}

Result<std::vector<CropFilm>> cutCrops(FrameSource& source, int firstFrame, const std::vector<int>& frames,
                                       const std::vector<Landmarks68>& landmarks, const std::vector<CropKind>& kinds,
                                       const RunControl& control)
{
    std::vector<Cutting> cuttings;
    bool colour = false;
    bool cascades = false;
    for (const CropKind& kind : kinds) {
        cuttings.push_back({kind, {}, {}, {}});
        colour = colour || kind.channels == 3;
        const auto cascade = kind.cascade();
        if (!cascade) continue;
        cascades = true;
        auto loaded = CascadeDetector::load(*cascade);
        if (!loaded) return loaded.error();
        cuttings.back().cascade.emplace(std::move(loaded).value());
    }
    int next = -1; ///< frame that the source gives without seeking
    for (const int number : frames) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        const int wanted = firstFrame + number;
        if (wanted != next)
            if (const auto sought = source.seek(wanted); !sought) return sought.error();
        const auto frame = colour ? source.next() : source.nextGrey();
        if (!frame) return frame.error();
        if (!*frame) return Error::failed("the video ends before frame " + std::to_string(wanted + 1));
        next = wanted + 1;
        const Frame grey = cascades ? toGrey(**frame) : Frame();
        const Landmarks68* points = static_cast<std::size_t>(number) < landmarks.size()
                                        ? &landmarks[static_cast<std::size_t>(number)]
                                        : nullptr;
        for (Cutting& cutting : cuttings) {
            if (cutting.kind.needsLandmarks() && !points)
                return Error::failed("frame " + std::to_string(wanted + 1) + " has no landmarks");
            const auto box = boxOf(cutting, **frame, asMat(grey), points);
            cutting.pictures.push_back(box ? boxCrop(**frame, *box, cutting.kind.side, cutting.kind.channels)
                                           : Frame());
        }
    }
    if (const auto mended = mend(cuttings); !mended) return mended.error();
    std::vector<CropFilm> films;
    films.reserve(cuttings.size());
    for (const Cutting& cutting : cuttings) films.push_back(filmOf(cutting, frames));
    return films;
}

Result<void> checkFaces(const CropFilm& film, const CropKind& kind)
{
    const auto lost = std::count(film.found.begin(), film.found.end(), std::uint8_t{0});
    if (kind.cascade() != CascadeKind::ImprovedLbp || lost == 0) return {};
    return Error::failed("the LBP cascade finds no face in " + std::to_string(lost) + " of " +
                         std::to_string(film.frames.size()) + " frames");
}

std::string toBytes(const CropFilm& film)
{
    std::string bytes(magic);
    append(bytes, static_cast<std::int32_t>(film.side));
    append(bytes, static_cast<std::int32_t>(film.channels));
    append(bytes, static_cast<std::int64_t>(film.frames.size()));
    for (const int frame : film.frames) append(bytes, static_cast<std::int32_t>(frame));
    bytes.append(film.found.begin(), film.found.end());
    bytes.append(reinterpret_cast<const char*>(film.pixels.get()), film.pictureSize() * film.frames.size());
    return bytes;
}

std::optional<CropFilm> cropFilm(std::shared_ptr<const void> owner, const std::uint8_t* bytes, std::size_t size)
{
    std::size_t at = 0;
    const auto take = [&](void* to, std::size_t count) {
        if (size - at < count) return false;
        std::memcpy(to, bytes + at, count);
        at += count;
        return true;
    };
    char mark[magic.size()];
    std::int32_t side = 0;
    std::int32_t channels = 0;
    std::int64_t count = 0;
    if (!take(mark, sizeof mark) || std::string_view(mark, sizeof mark) != magic || !take(&side, sizeof side) ||
        !take(&channels, sizeof channels) || !take(&count, sizeof count))
        return std::nullopt;
    constexpr std::int32_t largest = 1 << 14;
    if (side < 1 || side > largest || (channels != 1 && channels != 3) || count < 0 ||
        static_cast<std::uint64_t>(count) > size)
        return std::nullopt;
    CropFilm film{side, channels, {}, {}, {}};
    const auto frames = static_cast<std::size_t>(count);
    for (std::size_t f = 0; f < frames; ++f) {
        std::int32_t frame = 0;
        if (!take(&frame, sizeof frame) || (f > 0 && frame <= film.frames.back())) return std::nullopt;
        film.frames.push_back(frame);
    }
    film.found.resize(frames);
    if (!take(film.found.data(), frames) || size - at != film.pictureSize() * frames) return std::nullopt;
    film.pixels = std::shared_ptr<const std::uint8_t>(std::move(owner), bytes + at);
    return film;
}

} // namespace mien
