// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/facs/action_units.h"
#include "core/types/heat_map.h"
#include "core/types/prediction.h"
#include "core/types/task.h"
#include "widgets/panels/crop_strip.h"
#include "widgets/plots/bar_list.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QBoxLayout;
class QLabel;

namespace mien {

class HeatMapGrid;

/// What a run says of the clip and why: probabilities with the second best, crops of the face, the activation map with
/// the expected action units.
class InspectPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit InspectPanel(QWidget* parent = nullptr);

    /// Of classes, of action units (those that are likeliest, and which are coded) or valence and arousal. `truth` is
    /// the clip's own label; empty = not labelled.
    void setPrediction(Task task, const Prediction& prediction, const std::vector<std::string>& outputs,
                       const QString& truth);
    void clearPrediction(const QString& hint);

    void setCrops(const std::vector<CropStrip::Crop>& crops); ///< empty = no face
    CropStrip* crops() const { return m_crops; }

    void setMap(const HeatMap& map, const AuAgreement& agreement);
    void clearMap(const QString& hint);
    bool hasMap() const { return m_hasMap; }

    void setColumn(int column);           ///< of the playhead; −1 = the frame is not one the network saw
    void setMarkedLandmark(int landmark); ///< −1 = none
    HeatMapGrid* grid() const { return m_grid; }

signals:
    void cellHovered(int landmark, int column); ///< −1, −1 = none
    void cellChosen(int landmark, int column);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrangeTop();
    void describeCell(int landmark, int column);
    void describeAgreement(const AuAgreement& agreement);
    void showPictureMap();
    void fitPictureMap();
    void setUnits(const Prediction& prediction, const std::vector<std::string>& units);
    void setAffect(const Prediction& prediction, const std::vector<std::string>& dimensions);
    void showBars(std::vector<BarList::Bar> bars, const QString& all, const QString& verdict);

    BarList* m_bars;
    QLabel* m_hint;
    QLabel* m_verdict;
    CropStrip* m_crops;
    QBoxLayout* m_top; ///< probabilities and crops: side by side where there is room
    QLabel* m_mapTitle;
    QLabel* m_expected;
    HeatMapGrid* m_grid;
    QLabel* m_picture; ///< in the grid's place where the map lies over pictures
    QLabel* m_cell;
    std::optional<HeatMap> m_map;
    QString m_agreement;
    bool m_hasMap = false;
};

} // namespace mien
