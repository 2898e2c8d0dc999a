// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/crop_maker.h"

#include "app/engine/background_pool.h"
#include "core/face/face_crops.h"
#include "widgets/common/image.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace mien {
namespace {

constexpr int cropSide = 80; ///< pixels: 40 on the screen, sharp at twice the scale

/// Names of faceCrops(), short, in its order.
QString shortName(std::size_t i)
{
    static constexpr std::array names = {QT_TRANSLATE_NOOP("Crops", "face"), QT_TRANSLATE_NOOP("Crops", "eye"),
                                         QT_TRANSLATE_NOOP("Crops", "eye"), QT_TRANSLATE_NOOP("Crops", "nose"),
                                         QT_TRANSLATE_NOOP("Crops", "mouth")};
    return i < names.size() ? QCoreApplication::translate("Crops", names[i]) : QString();
}

} // namespace

CropMaker::CropMaker(BackgroundPool& pool, QObject* parent) : QObject(parent), m_pool(pool) {}

void CropMaker::request(const Frame& frame, const Landmarks68& landmarks)
{
    m_cleared = false;
    m_wanted = {frame, landmarks};
    next();
}

void CropMaker::clear()
{
    m_wanted.reset();
    m_cleared = true;
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
            std::vector<QImage> pictures;
            for (const FaceCrop& crop : faceCrops(frame, landmarks, cropSide))
                pictures.push_back(toDisplayImage(crop.picture, {}));
            return pictures;
        },
        [this](const Result<std::vector<QImage>>& pictures) {
            m_busy = false;
            if (!m_cleared && pictures) {
                std::vector<InspectPanel::Crop> crops;
                for (std::size_t i = 0; i < pictures->size(); ++i) crops.push_back({shortName(i), (*pictures)[i]});
                emit ready(crops);
            }
            next();
        });
}

} // namespace mien
