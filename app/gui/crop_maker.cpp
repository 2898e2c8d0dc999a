// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/crop_maker.h"

#include "app/engine/background_pool.h"
#include "core/face/component_crops.h"
#include "core/face/face_crops.h"
#include "widgets/common/image.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace mien {
namespace {

constexpr int cropSide = 2 * CropStrip::pictureSide; ///< pixels: sharp at twice the scale

/// The aligned face, then faceComponents in their order.
constexpr std::array cropNames = {QT_TRANSLATE_NOOP("Crops", "face"),      QT_TRANSLATE_NOOP("Crops", "left eye"),
                                  QT_TRANSLATE_NOOP("Crops", "right eye"), QT_TRANSLATE_NOOP("Crops", "nose"),
                                  QT_TRANSLATE_NOOP("Crops", "mouth"),     QT_TRANSLATE_NOOP("Crops", "left brow"),
                                  QT_TRANSLATE_NOOP("Crops", "right brow")};
static_assert(cropNames.size() == faceComponents.size() + 1);

struct Crops
{
    Q_DECLARE_TR_FUNCTIONS(Crops)
};

CropStrip::Crop describe(std::size_t i, const QImage& picture)
{
    CropStrip::Crop crop;
    crop.name = QCoreApplication::translate("Crops", cropNames[i]);
    crop.help = i == 0 ? Crops::tr("The face, upright and with the eyes in place")
                       : Crops::tr("%1 as the MicroX network is shown it: the component's box made square. Left is the "
                                   "image's left.")
                             .arg(crop.name);
    if (picture.isNull()) crop.help = Crops::tr("%1: not in this frame").arg(crop.name);
    crop.picture = picture;
    return crop;
}

/// Thread: any.
std::vector<QImage> cut(const Frame& frame, const Landmarks68& landmarks)
{
    std::vector<QImage> pictures = {toDisplayImage(alignedFace(frame, landmarks, {.side = cropSide}), {})};
    for (const Frame& component : componentCrops(frame, landmarks, {.side = cropSide}))
        pictures.push_back(toDisplayImage(component, {}));
    return pictures;
}

} // namespace

CropMaker::CropMaker(BackgroundPool& pool, QObject* parent) : QObject(parent), m_pool(pool) {}

void CropMaker::request(const Frame& frame, const Landmarks68& landmarks)
{
    m_wanted = {frame, landmarks};
    next();
}

void CropMaker::clear()
{
    m_wanted.reset();
    ++m_clearings;
    emit ready({});
}

void CropMaker::next()
{
    if (m_busy || !m_wanted) return;
    m_busy = true;
    auto [frame, landmarks] = *std::exchange(m_wanted, std::nullopt);
    m_pool.run(
        this,
        [frame = std::move(frame), landmarks = landmarks]() -> Result<std::vector<QImage>> {
            return cut(frame, landmarks);
        },
        [this, clearings = m_clearings](const Result<std::vector<QImage>>& pictures) {
            m_busy = false;
            if (clearings == m_clearings && pictures) {
                std::vector<CropStrip::Crop> crops;
                for (std::size_t i = 0; i < pictures->size(); ++i) crops.push_back(describe(i, (*pictures)[i]));
                emit ready(crops);
            }
            next();
        });
}

} // namespace mien
