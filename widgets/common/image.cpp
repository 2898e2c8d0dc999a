// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/image.h"

namespace mien {

QImage asImage(const Frame& frame)
{
    if (frame.empty()) return {};
    auto* keep = new std::shared_ptr<const std::uint8_t>(frame.pixels);
    return QImage(
        frame.pixels.get(), frame.width, frame.height, frame.stride,
        frame.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_BGR888,
        [](void* pixels) { delete static_cast<std::shared_ptr<const std::uint8_t>*>(pixels); }, keep);
}

QImage toDisplayImage(const Frame& frame, QSize target)
{
    QImage image = asImage(frame);
    if (!target.isEmpty() && !image.isNull())
        image = image.scaled(target, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    return image.convertToFormat(QImage::Format_RGB32);
}

} // namespace mien
