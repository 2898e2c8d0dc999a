// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/inspect_panel.h"

#include "core/render/grid_image.h"
#include "widgets/common/image.h"
#include "widgets/common/names.h"
#include "widgets/plots/heat_map_grid.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr int shownClasses = 3;
constexpr std::size_t shownUnits = 6;
constexpr int cropColumns = 4; ///< beside the probabilities
constexpr int margin = 8;
constexpr int barsNeed = 220; ///< pixels

QString unitList(const std::vector<int>& units)
{
    QStringList texts;
    for (const int unit : units) texts << QString::number(unit);
    return texts.join(u" "_s);
}

QLabel* mutedLabel(const QString& text = {})
{
    auto* label = new QLabel(text);
    label->setObjectName(u"muted"_s);
    return label;
}

} // namespace

InspectPanel::InspectPanel(QWidget* parent)
    : QWidget(parent), m_bars(new BarList), m_hint(mutedLabel()), m_verdict(mutedLabel()), m_crops(new CropStrip),
      m_top(new QBoxLayout(QBoxLayout::LeftToRight)), m_mapTitle(mutedLabel()), m_expected(new QLabel),
      m_grid(new HeatMapGrid), m_picture(new QLabel), m_cell(mutedLabel())
{
    m_bars->setAccessibleName(tr("Probabilities of the classes"));
    m_hint->setWordWrap(true);
    m_expected->setAlignment(Qt::AlignRight);
    m_expected->setObjectName(u"expected"_s);
    // Two lines always: the map must not jump when the mouse moves over it.
    m_cell->setWordWrap(true);
    m_cell->setFixedHeight(2 * fontMetrics().lineSpacing());
    m_cell->setAlignment(Qt::AlignTop);

    auto* left = new QVBoxLayout;
    left->setSpacing(2);
    left->addWidget(m_bars);
    left->addWidget(m_verdict);
    left->addWidget(m_hint);
    left->addStretch();
    m_top->setSpacing(6);
    m_top->addLayout(left, 1);
    m_top->addWidget(m_crops, 0, Qt::AlignTop);
    auto* titles = new QHBoxLayout;
    titles->addWidget(m_mapTitle);
    titles->addWidget(m_expected, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(margin, 2, margin, 6);
    column->setSpacing(4);
    column->addLayout(m_top);
    column->addLayout(titles);
    column->addWidget(m_grid, 1);
    column->addWidget(m_picture, 1);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_picture->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    m_picture->hide();
    column->addWidget(m_cell);

    connect(m_grid, &HeatMapGrid::hovered, this, [this](const std::optional<GridCell>& cell) {
        const int landmark = cell ? cell->landmark : -1;
        const int at = cell ? cell->column : -1;
        describeCell(landmark, at);
        emit cellHovered(landmark, at);
    });
    connect(m_grid, &HeatMapGrid::chosen, this, [this](const GridCell& cell) {
        describeCell(cell.landmark, cell.column);
        emit cellChosen(cell.landmark, cell.column);
    });
    clearPrediction(tr("Choose a run in the Runs panel to see what its network says of this clip"));
    clearMap(tr("The activation map of the chosen run appears here"));
}

void InspectPanel::setPrediction(Task task, const Prediction& prediction, const std::vector<std::string>& classes,
                                 const QString& truth)
{
    switch (task) {
    case Task::Units:
        return setUnits(prediction, classes);
    case Task::Affect:
        return setAffect(prediction, classes);
    case Task::Classes:
        break;
    }
    std::vector<int> order(prediction.probabilities.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return prediction.probabilities[a] > prediction.probabilities[b]; });
    const Theme& theme = Theme::of(this);
    std::vector<BarList::Bar> bars;
    QString all;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::string& name = classes.at(order[i]);
        const double p = prediction.probabilities[order[i]];
        all += displayLabel(name) % u" "_s % QString::number(p, 'f', 3) % u"\n"_s;
        if (i >= shownClasses) continue;
        BarList::Bar bar;
        bar.key = toQString(name);
        bar.name = displayLabel(name);
        bar.value = p;
        bar.figure = QString::number(p, 'f', 2);
        bar.colour = theme.labelColour(bar.key);
        bar.strong = i == 0;
        if (i == 1) bar.note = tr("second");
        bars.push_back(bar);
    }
    const int best = prediction.predicted();
    QString text = tr("not labelled");
    if (!truth.isEmpty() && best >= 0) {
        const bool right = toQString(classes.at(best)) == truth;
        text = (right ? u"✓ "_s : u"✗ "_s) % tr("labelled %1").arg(displayLabel(truth.toStdString()));
        m_verdict->setStyleSheet(u"color: %1"_s.arg((right ? theme.good : theme.bad).name()));
    } else {
        m_verdict->setStyleSheet({});
    }
    showBars(std::move(bars), all, text);
}

void InspectPanel::setUnits(const Prediction& prediction, const std::vector<std::string>& units)
{
    std::vector<std::size_t> order(prediction.probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return prediction.probabilities[a] > prediction.probabilities[b];
    });
    const auto isCoded = [&](std::size_t unit) {
        return unit < prediction.targets.size() && prediction.targets[unit] >= 0.5;
    };
    std::vector<BarList::Bar> bars;
    QString all;
    for (const std::size_t unit : order) {
        const double p = prediction.probabilities[unit];
        all += toQString(units.at(unit)) % u" "_s % QString::number(p, 'f', 3) % u"\n"_s;
        if (bars.size() >= shownUnits) continue;
        BarList::Bar bar;
        bar.key = bar.name = toQString(units[unit]);
        bar.value = p;
        bar.figure = QString::number(p, 'f', 2);
        bar.colour = Theme::of(this).accent;
        bar.strong = p >= 0.5;
        if (isCoded(unit)) bar.note = tr("coded");
        bars.push_back(bar);
    }
    QStringList coded;
    for (std::size_t unit = 0; unit < units.size(); ++unit)
        if (isCoded(unit)) coded << toQString(units[unit]);
    m_verdict->setStyleSheet({});
    const QString none = prediction.targets.empty() ? tr("not coded") : tr("none coded");
    showBars(std::move(bars), all, coded.isEmpty() ? none : tr("coded: %1").arg(coded.join(u' ')));
}

void InspectPanel::setAffect(const Prediction& prediction, const std::vector<std::string>& dimensions)
{
    const auto figure = [](double value) {
        return std::isfinite(value) ? QString((value > 0 ? u"+"_s : QString()) % QString::number(value, 'f', 2))
                                    : QString(u"–"_s);
    };
    std::vector<BarList::Bar> bars;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        BarList::Bar bar;
        bar.key = bar.name = toQString(dimensions[d]);
        bar.value = std::abs(prediction.probabilities.at(d));
        bar.figure = figure(prediction.probabilities[d]);
        if (d < prediction.targets.size()) bar.note = tr("annotated %1").arg(figure(prediction.targets[d]));
        bar.colour = Theme::of(this).accent;
        bars.push_back(bar);
    }
    m_verdict->setStyleSheet({});
    showBars(std::move(bars), {}, tr("from −1 to 1"));
}

void InspectPanel::showBars(std::vector<BarList::Bar> bars, const QString& all, const QString& verdict)
{
    m_bars->setBars(std::move(bars), 1.0);
    m_bars->setToolTip(all.trimmed());
    m_bars->show();
    m_hint->hide();
    m_verdict->setText(verdict);
    m_verdict->show();
}

void InspectPanel::clearPrediction(const QString& hint)
{
    m_bars->setBars({});
    m_bars->hide();
    m_verdict->hide();
    m_hint->setText(hint);
    m_hint->show();
}

void InspectPanel::setCrops(const std::vector<CropStrip::Crop>& crops)
{
    m_crops->setCrops(crops);
    arrangeTop(); // the first crops bring names, which need room
}

void InspectPanel::arrangeTop()
{
    const int beside = m_crops->widthOf(cropColumns);
    const bool wide = width() >= barsNeed + beside;
    m_top->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_crops->setFixedWidth(wide ? beside : std::max(1, width() - 2 * margin));
}

void InspectPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeTop();
    if (m_map && m_map->overPictures)
        QTimer::singleShot(0, this, &InspectPanel::fitPictureMap); // as large as its place
}

void InspectPanel::fitPictureMap()
{
    if (m_map && m_map->overPictures) showPictureMap();
}

void InspectPanel::setMap(const HeatMap& map, const AuAgreement& agreement)
{
    m_map = map;
    m_hasMap = true;
    m_picture->setVisible(map.overPictures);
    m_grid->setVisible(!map.overPictures);
    if (map.overPictures) {
        showPictureMap();
        QTimer::singleShot(0, this, &InspectPanel::fitPictureMap); // when the layout has given it its place
        return;
    }
    m_mapTitle->setText(tr("activation: 68 landmarks × %1 frames").arg(map.map.columns));
    std::set<int> expected;
    for (const int unit : agreement.expected)
        for (const int landmark : landmarksOf(unit)) expected.insert(landmark);
    m_grid->setMap(map);
    m_grid->setExpectedLandmarks({expected.begin(), expected.end()});
    describeAgreement(agreement);
    describeCell(-1, -1);
}

void InspectPanel::showPictureMap()
{
    m_mapTitle->setText(tr("activation over the network's pictures"));
    m_expected->clear();
    m_grid->clear({});
    const int margins = 24; // of the image
    const Frame picture = pictureMapImage(*m_map, std::clamp(m_picture->height() - margins, 60, 480));
    m_picture->setPixmap(QPixmap::fromImage(asImage(picture).copy()));
    QStringList notes;
    for (const auto& note : m_map->notes) notes << toQString(note);
    m_agreement = notes.join(u" · "_s);
    describeCell(-1, -1);
}

void InspectPanel::describeAgreement(const AuAgreement& agreement)
{
    const QString emotion = displayLabel(agreement.emotion);
    m_expected->setStyleSheet(u"color: %1"_s.arg(Theme::of(this).good.name()));
    if (agreement.expected.empty()) {
        m_expected->setText(tr("no action units are expected for %1").arg(emotion));
        m_agreement.clear();
        return;
    }
    m_expected->setText(tr("expected for %1: AU %2").arg(emotion, unitList(agreement.expected)));
    QStringList parts;
    parts << (agreement.hit.empty() ? tr("no expected AU hit") : tr("AU hit: %1").arg(unitList(agreement.hit)));
    if (std::isfinite(agreement.hitRate)) parts << tr("hit rate %1").arg(agreement.hitRate, 0, 'f', 2);
    if (std::isfinite(agreement.precision)) parts << tr("precision %1").arg(agreement.precision, 0, 'f', 2);
    m_agreement = parts.join(u" · "_s);
    for (const auto& note : m_map->notes) m_agreement += u" · "_s % toQString(note);
}

void InspectPanel::clearMap(const QString& hint)
{
    m_map.reset();
    m_hasMap = false;
    m_mapTitle->setText(tr("activation map"));
    m_expected->clear();
    m_agreement.clear();
    m_picture->hide();
    m_grid->show();
    m_grid->clear(hint);
    describeCell(-1, -1);
}

void InspectPanel::describeCell(int landmark, int column)
{
    if (!m_map || landmark < 0 || column < 0) {
        m_cell->setText(m_agreement);
        m_cell->setToolTip(m_agreement);
        return;
    }
    const int frame = column < static_cast<int>(m_map->frames.size()) ? m_map->frames[column] + 1 : column + 1;
    QString text = displayLandmark(landmark) % u" · "_s % tr("frame %1").arg(frame);
    if (column == 0) {
        text += u" · "_s % tr("first step: no difference to show");
    } else {
        const float d = m_map->difference.at(landmark, column - 1);
        text += u" · "_s % tr("strength %1 (%2)")
                               .arg(std::abs(d) / 255.0, 0, 'f', 2)
                               .arg(d > 0   ? tr("rising")
                                    : d < 0 ? tr("falling")
                                            : tr("no change"));
    }
    m_cell->setText(text);
}

void InspectPanel::setColumn(int column)
{
    m_grid->setPosition(column);
}

void InspectPanel::setMarkedLandmark(int landmark)
{
    m_grid->setMarkedLandmark(landmark);
}

} // namespace mien
