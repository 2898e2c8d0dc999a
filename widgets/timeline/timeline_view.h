// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QString>
#include <QWidget>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace mien {

/// Rows of one source over its frames: a strip that says where a face was found, curves, one playhead. Click or drag
/// seeks; the arrow keys step.
class TimelineView final : public QWidget
{
    Q_OBJECT
public:
    enum class FaceState : char { Unknown, Found, Missing, Unreadable };

    struct Curve
    {
        QString name;
        std::vector<double> values;                     ///< one per frame; NaN = not known
        std::optional<std::pair<double, double>> scale; ///< bottom and top; nothing = what the values span
    };

    explicit TimelineView(QWidget* parent = nullptr);

    void setFrameCount(int frames);
    void setTimes(std::vector<double> seconds); ///< of each frame; empty = not known
    /// `problems`: why there is no result of a frame although it was tried; its tool tip.
    void setFaces(std::vector<FaceState> faces, std::map<int, QString> problems = {});
    void setCurves(std::vector<Curve> curves);
    void setMarks(std::vector<int> frames); ///< frames the network saw; small ticks above the strip
    void setJoins(std::vector<int> frames); ///< where a face was joined to a person by looks alone
    void setRange(std::optional<int> in, std::optional<int> out); ///< in and out marks
    void setPosition(int frame);

    int frameAt(double x) const;           ///< nearest frame to a view coordinate, clamped
    QString stripToolTip(int frame) const; ///< of the strip at a frame; empty = not known
    QSize sizeHint() const override { return {500, 150}; }
    QSize minimumSizeHint() const override { return {200, 90}; }

signals:
    void seekRequested(int frame);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void invalidate();
    void render();
    void renderStrip(QPainter& painter, const QRectF& row) const;
    void renderRange(QPainter& painter) const;
    void renderCurve(QPainter& painter, const QRectF& row, const Curve& curve, const QColor& colour) const;
    void renderAxis(QPainter& painter, const QRectF& row) const;
    double xOf(double frame) const;
    QRectF plotArea() const;

    int m_frames = 0;
    int m_position = 0;
    std::vector<double> m_seconds;
    std::vector<FaceState> m_faces;
    std::map<int, QString> m_problems;
    std::vector<Curve> m_curves;
    std::vector<int> m_marks;
    std::vector<int> m_joins;
    std::optional<int> m_in;
    std::optional<int> m_out;
    QImage m_cache; ///< everything but the playhead; drawn when data or size change
    bool m_stale = true;
};

} // namespace mien
