// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_cache.h"
#include "core/media/frame_source.h"

#include <string_view>

namespace mien {

/// How the error of a picture of a sequence begins that is not as large as the first one.
inline constexpr std::string_view otherSize = "the picture has another size than the first";

/// Image files as frames, one each. A file that cannot be read, or is not of the first readable one's size, is an
/// Error at its place.
class ImageSource final : public FrameSource
{
public:
    /// Reads images until one is readable; Input error of the first if none is. `name` is shown to people.
    static Result<std::unique_ptr<FrameSource>> open(std::vector<std::filesystem::path> files, double framesPerSecond,
                                                     std::string name);

    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override;
    Result<Frame> frame(int index) override;
    Result<void> seek(int index) override;
    std::optional<int> startAtOrAfter(int index) const override;
    Result<std::vector<double>> times() override;

private:
    ImageSource(std::vector<std::filesystem::path> files, double framesPerSecond, std::string name);
    Result<Frame> read(int index) const;
    double seconds(int index) const { return index / m_info.framesPerSecond; }

    std::vector<std::filesystem::path> m_files;
    SourceInfo m_info;
    FrameCache m_cache;
    int m_position = 0;
    bool m_caching = false; ///< only after frame(): going once through a sequence needs no memory for it
};

} // namespace mien
