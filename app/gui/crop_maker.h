// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"
#include "core/types/frame.h"
#include "widgets/panels/crop_strip.h"

#include <QObject>

#include <optional>
#include <utility>
#include <vector>

namespace mien {

class BackgroundPool;

/// Cuts the aligned face and the six components of MicroX from the shown frame, in the background. The latest request
/// wins.
/// Thread: of the GUI.
class CropMaker final : public QObject
{
    Q_OBJECT
public:
    /// `pool` must outlive the maker.
    explicit CropMaker(BackgroundPool& pool, QObject* parent = nullptr);

    void request(const Frame& frame, const Landmarks68& landmarks);
    void clear(); ///< no face: announces an empty list
    bool isBusy() const { return m_busy; }

signals:
    void ready(const std::vector<mien::CropStrip::Crop>& crops);

private:
    void next();

    BackgroundPool& m_pool;
    std::optional<std::pair<Frame, Landmarks68>> m_wanted;
    bool m_busy = false;
    int m_clearings = 0; ///< what was begun before the last one is no longer wanted
};

} // namespace mien
