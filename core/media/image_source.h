// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_source.h"

namespace mien {

/// Image files in order; also a single image. 16-bit pictures are scaled to 8, grey becomes three equal channels, an
/// alpha channel is laid over white, EXIF orientation is applied.
class ImageSource final : public FrameSource
{
public:
    static Result<std::unique_ptr<FrameSource>> open(std::vector<std::filesystem::path> files, double framesPerSecond);

    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override;
    Result<Frame> frame(int index) override;
    Result<std::vector<double>> times() override;

private:
    std::vector<std::filesystem::path> m_files;
    SourceInfo m_info;
    int m_next = 0;
};

} // namespace mien
