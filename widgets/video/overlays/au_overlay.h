// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_measures.h"
#include "widgets/video/overlays/face_overlay.h"

#include <QSize>

#include <optional>
#include <vector>

namespace mien {

/// Boxes around the parts of the face where action units show, of the units that are at least as intense as a
/// threshold: "AU12 2.3". Units that are an indication at best, or measured where something
/// hides the face, are dashed and have a question mark. Without measures
/// there is no box, only a line that says why.
class AuOverlay final : public FaceOverlay
{
    Q_OBJECT
public:
    using FaceOverlay::FaceOverlay;
    QString id() const override;
    QString title() const override;
    QString help() const override;
    void paint(QPainter& painter, const QTransform& toView) const override;
    QString describe(QPointF position, const QTransform& toView) const override;

    /// Of the face set before, in a frame of that size; nothing = not measured yet, for the reason `note`.
    void setMeasures(const std::optional<FaceMeasures>& measures, QSize frameSize, const QString& note = {});

    void setThreshold(double intensity); ///< 0…5; units below are not drawn
    double threshold() const { return m_threshold; }

    /// A unit that is drawn.
    struct Mark
    {
        int number = 0;
        double intensity = 0;
        bool weak = false;
        QString label;
        std::vector<Box> boxes; ///< of the frame
    };
    const std::vector<Mark>& marks() const { return m_marks; } ///< the most intense first

protected:
    void faceChanged() override;

private:
    void prepare();

    std::optional<FaceMeasures> m_measures;
    QSize m_frameSize;
    QString m_reason; ///< why there are no measures
    double m_threshold = 1;
    std::vector<Mark> m_marks;
    QString m_note; ///< what is written where there is no box
};

} // namespace mien
