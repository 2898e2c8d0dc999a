// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/background_pool.h"
#include "app/gui/clip_files.h"
#include "widgets/itemmodels/clip_ref.h"

#include <QImage>
#include <QObject>
#include <QSet>

#include <deque>
#include <memory>
#include <optional>

namespace mien {

/// Pictures of clips: the face at the apex, or in the middle, upright; the whole picture where no face is found. Made
/// in the background, one after the other, only for the clips asked for last; kept on the disk by what the picture
/// shows, so that a moved dataset has them at once.
/// Thread: of the GUI.
class ClipThumbnails final : public QObject
{
    Q_OBJECT
public:
    static constexpr int side = 44; ///< pixels: sharp at twice the scale

    explicit ClipThumbnails(QObject* parent = nullptr);
    ~ClipThumbnails() override;

    struct Wanted
    {
        ClipRef clip;
        ClipFiles files;
        std::optional<int> frame; ///< of the clip's source; nothing = the middle
    };
    /// Takes the place of what was asked for before. What had no picture is not tried again.
    void request(std::vector<Wanted> wanted);
    void forget(); ///< of another project
    bool isBusy() const { return m_busy; }

signals:
    void ready(const mien::ClipRef& clip, const QImage& picture);
    void idle();

private:
    struct Tools;
    void next();

    std::shared_ptr<Tools> m_tools;
    std::deque<Wanted> m_wanted;
    QSet<ClipRef> m_tried;
    bool m_busy = false;
    BackgroundPool m_pool; ///< of one thread: a slow disk holds up nothing else
};

} // namespace mien
