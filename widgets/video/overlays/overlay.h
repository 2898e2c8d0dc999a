// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTransform>

class QPainter;

namespace mien {

/// A layer painted over the video. It holds the results it shows; nothing is computed while painting.
/// Thread: GUI.
class Overlay : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Names the layer in settings and shortcuts: the same in every version and language.
    virtual QString id() const = 0;

    /// Shown in menus: "Landmarks".
    virtual QString title() const = 0;

    /// What the layer shows and when, in a sentence.
    virtual QString help() const = 0;

    /// Paints in device-independent pixels of the view; `toView` maps frame coordinates (the centre of the top-left
    /// pixel is (0, 0)) there.
    virtual void paint(QPainter& painter, const QTransform& toView) const = 0;

    /// What the layer shows at a place of the view, in words for a tool tip; empty = nothing is there.
    virtual QString describe(QPointF position, const QTransform& toView) const;

    bool isShown() const { return m_shown; }
    void setShown(bool shown);

signals:
    void changed();

private:
    bool m_shown = true;
};

} // namespace mien
