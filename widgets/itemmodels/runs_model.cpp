// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/runs_model.h"

#include "core/types/sample_name.h"
#include "widgets/common/names.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

QString RunRecord::name() const
{
    return QFileInfo(folder).fileName();
}

std::vector<EpochMetrics> RunRecord::metricsOf(int fold) const
{
    std::vector<EpochMetrics> rows;
    std::copy_if(metrics.begin(), metrics.end(), std::back_inserter(rows),
                 [fold](const EpochMetrics& row) { return row.fold == fold; });
    std::sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.epoch < b.epoch; });
    return rows;
}

std::vector<int> RunRecord::foldsWithMetrics() const
{
    std::set<int> folds;
    for (const EpochMetrics& row : metrics) folds.insert(row.fold);
    return {folds.begin(), folds.end()};
}

QString RunRecord::sampleOf(const ClipRef& ref, const QString& datasetName) const
{
    const auto number = datasets.indexOf(ref.dataset);
    if (number < 0) return {};
    if (datasets.size() == 1) return ref.clip;
    return QString::number(number + 1) % u":"_s % datasetName % u"/"_s % ref.clip;
}

ClipRef RunRecord::clipOf(const Prediction& prediction) const
{
    const QString sample = toQString(clipOfSample(prediction.sample));
    if (datasets.size() == 1) return {datasets.front(), sample};
    const auto number = sample.section(u':', 0, 0).toInt();
    if (number < 1 || number > datasets.size()) return {};
    return {datasets.at(number - 1), sample.section(u'/', 1)};
}

const Prediction* RunRecord::predictionOf(const QString& sample) const
{
    const std::string id = sample.toStdString();
    for (const Prediction& p : predictions)
        if (p.sample == id) return &p;
    return nullptr;
}

QString RunRecord::footnote() const
{
    QString text = RunsModel::tr("n = %1, %2").arg(report.samples).arg(protocol);
    if (subjectsLeak) text += u" · "_s % RunsModel::tr("subjects leak");
    if (!controls.isEmpty()) text += u" · "_s % controls;
    return text;
}

void RunsModel::put(RunRecord record)
{
    const int row = rowOf(record.folder);
    if (row >= 0) {
        m_runs[static_cast<std::size_t>(row)] = std::move(record);
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return;
    }
    const int last = static_cast<int>(m_runs.size());
    beginInsertRows({}, last, last);
    m_runs.push_back(std::move(record));
    endInsertRows();
}

void RunsModel::remove(const QString& folder)
{
    const int row = rowOf(folder);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    m_runs.erase(m_runs.begin() + row);
    endRemoveRows();
}

void RunsModel::removeEnded()
{
    for (int row = rowCount() - 1; row >= 0; --row)
        if (!isLive(runAt(row)->state)) remove(QString(runAt(row)->folder));
}

const RunRecord* RunsModel::run(const QString& folder) const
{
    return runAt(rowOf(folder));
}

const RunRecord* RunsModel::runAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_runs.size()) ? &m_runs[static_cast<std::size_t>(row)] : nullptr;
}

int RunsModel::rowOf(const QString& folder) const
{
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (m_runs[i].folder == folder) return static_cast<int>(i);
    return -1;
}

int RunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunsModel::stateText(RunRecord::State state)
{
    switch (state) {
    case RunRecord::State::Waiting:
        return tr("waiting");
    case RunRecord::State::Preparing:
        return tr("preparing");
    case RunRecord::State::Training:
        return tr("training");
    case RunRecord::State::Paused:
        return tr("paused");
    case RunRecord::State::Done:
        return tr("done");
    case RunRecord::State::FinishedEarly:
        return tr("finished early");
    case RunRecord::State::Cancelled:
        return tr("cancelled");
    case RunRecord::State::Failed:
        return tr("failed");
    }
    return {};
}

bool RunsModel::isLive(RunRecord::State state)
{
    return state == RunRecord::State::Waiting || state == RunRecord::State::Preparing ||
           state == RunRecord::State::Training || state == RunRecord::State::Paused;
}

QString RunsModel::scoreText(const RunReport& report)
{
    const auto figure = [](double value) {
        return std::isfinite(value) ? QString::number(value, 'f', 3) : QString(u"–"_s);
    };
    switch (report.task) {
    case Task::Classes:
        return std::isfinite(report.classes.accuracyStd)
                   ? QString(figure(report.classes.accuracyMean) % u" ± "_s % figure(report.classes.accuracyStd))
                   : figure(report.classes.accuracyMean);
    case Task::Units:
        return u"mAP "_s % figure(report.units.meanAveragePrecision);
    case Task::Affect:
        break;
    }
    return u"CCC "_s % figure(report.affect.valence.ccc) % u" / "_s % figure(report.affect.arousal.ccc);
}

QString RunsModel::text(const RunRecord& run, int column) const
{
    switch (column) {
    case NameColumn:
        return run.name();
    case NetworkColumn:
        return run.network;
    case ProtocolColumn:
        return run.subjectsLeak ? QString(run.protocol % u" *"_s) : run.protocol;
    case AccuracyColumn: {
        return scoreText(run.report);
    }
    case StateColumn:
        if (run.state == RunRecord::State::Training && !run.progress.isEmpty()) return run.progress;
        return stateText(run.state);
    default:
        return {};
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    const RunRecord* run = index.isValid() ? runAt(index.row()) : nullptr;
    if (!run) return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*run, index.column());
    case Qt::ToolTipRole: {
        QString tip = run->folder;
        if (run->subjectsLeak)
            tip += u"\n"_s % tr("* the same people are in training and test parts: the accuracy is too high");
        if (!run->controls.isEmpty()) tip += u"\n"_s % run->controls;
        return tip;
    }
    case FolderRole:
        return run->folder;
    case StateRole:
        return static_cast<int>(run->state);
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn:
        return tr("run");
    case NetworkColumn:
        return tr("network");
    case ProtocolColumn:
        return tr("protocol");
    case AccuracyColumn:
        return tr("score");
    case StateColumn:
        return tr("state");
    default:
        return {};
    }
}

} // namespace mien
