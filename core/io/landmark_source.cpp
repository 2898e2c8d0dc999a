// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/landmark_source.h"

#include "core/io/landmark_files.h"
#include "core/media/picture_size.h"

#include <algorithm>
#include <cmath>

namespace mien {

namespace {

constexpr std::uint8_t background = 40; // dark enough for every colour of landmarks

/// The smallest picture about whose middle the landmarks of all frames lie.
PictureSize sizeAround(const FaceTrack& track)
{
    double left = INFINITY;
    double right = 0;
    double top = INFINITY;
    double bottom = 0;
    for (const FaceFrame& frame : track.frames) {
        if (!frame.found) continue;
        for (const Point& point : frame.landmarks) {
            left = std::min(left, static_cast<double>(point.x));
            right = std::max(right, static_cast<double>(point.x));
            top = std::min(top, static_cast<double>(point.y));
            bottom = std::max(bottom, static_cast<double>(point.y));
        }
    }
    const auto side = [](double first, double last) {
        if (!(first <= last)) return std::int64_t(1); // no face at all
        return static_cast<std::int64_t>(std::clamp(last + std::max(first, 0.0), 1.0, 1e9)) + 1;
    };
    return {side(left, right), side(top, bottom)};
}

class LandmarkSource final : public FrameSource
{
public:
    LandmarkSource(const FaceTrack& track, PictureSize size, std::string name)
    {
        m_info.name = std::move(name);
        m_info.width = m_picture.width = static_cast<int>(size.width);
        m_info.height = m_picture.height = static_cast<int>(size.height);
        m_info.frameCount = static_cast<int>(track.frames.size());
        for (const FaceFrame& frame : track.frames) m_times.push_back(frame.seconds);
        const double length = m_times.size() < 2 ? 0 : m_times.back() - m_times.front();
        m_info.framesPerSecond = length > 0 ? static_cast<double>(m_times.size() - 1) / length : 0;
        m_info.timeAssumed = m_picture.timeAssumed = track.timeAssumed;
        m_info.format = "landmarks";
        m_info.codec = landmarkPictures;
        // One picture, shared by all frames: nobody changes the pixels of a Frame.
        const auto bytes = 3 * static_cast<std::size_t>(size.width * size.height);
        const auto pixels = std::make_shared<const std::vector<std::uint8_t>>(bytes, background);
        m_picture.stride = std::ptrdiff_t(3) * m_picture.width;
        m_picture.pixels = {pixels, pixels->data()};
    }

    const SourceInfo& info() const override { return m_info; }

    Result<std::optional<Frame>> next() override
    {
        if (m_position >= count()) return std::optional<Frame>();
        return std::optional(at(m_position++));
    }

    Result<Frame> frame(int index) override
    {
        if (index < 0 || index >= count()) return noSuchFrame(index);
        m_position = index + 1;
        return at(index);
    }

    Result<void> seek(int index) override
    {
        if (index < 0 || index > count()) return noSuchFrame(index);
        m_position = index;
        return {};
    }

    std::optional<int> startAtOrAfter(int index) const override
    {
        return index < count() ? std::optional(std::max(index, 0)) : std::nullopt;
    }

    Result<std::vector<double>> times() override { return m_times; }

private:
    int count() const { return *m_info.frameCount; }

    Error noSuchFrame(int index) const
    {
        return Error::failed("there is no frame " + std::to_string(index + 1), m_info.name);
    }

    Frame at(int index) const
    {
        Frame frame = m_picture;
        frame.index = index;
        frame.seconds = m_times[static_cast<std::size_t>(index)];
        return frame;
    }

    SourceInfo m_info;
    Frame m_picture;
    std::vector<double> m_times; ///< one per frame
    int m_position = 0;
};

} // namespace

Result<std::unique_ptr<FrameSource>> openLandmarkSource(const std::filesystem::path& path)
{
    const auto track = readLandmarks(path);
    if (!track) return track.error();
    const bool known = track->width > 0 && track->height > 0;
    const PictureSize size = known ? PictureSize{track->width, track->height} : sizeAround(*track);
    if (auto fits = checkPictureSize(size, path.string()); !fits) return fits.error();
    return std::unique_ptr<FrameSource>(std::make_unique<LandmarkSource>(*track, size, path.filename().string()));
}

} // namespace mien
