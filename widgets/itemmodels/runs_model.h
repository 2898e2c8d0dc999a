// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/run_report.h"
#include "core/types/metrics.h"
#include "core/types/prediction.h"
#include "widgets/itemmodels/clip_ref.h"

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace mien {

/// Everything the window knows of a run, live or read from its folder.
struct RunRecord
{
    enum class State { Waiting, Preparing, Training, Paused, Done, FinishedEarly, Cancelled, Failed };

    QString folder; ///< names the run
    /// Roots of those it was trained or tested on, in the order that names of samples count them by: clips of others
    /// have no prediction, whatever their name.
    QStringList datasets;
    QString network;
    QString protocol;
    bool subjectsLeak = false; ///< the protocol lets a subject stand on both sides
    QString controls;          ///< "shuffled_labels", "selected on test", …: said with every figure; empty = none
    State state = State::Waiting;
    QString progress;                  ///< "fold 2 of 6, epoch 14"
    int folds = 0;                     ///< planned; 0 = not yet known
    std::vector<EpochMetrics> metrics; ///< of all folds, in order of arrival
    std::vector<std::string> classes;
    std::vector<Prediction> predictions; ///< held-out
    RunReport report;                    ///< of `predictions`

    QString name() const; ///< last part of the folder
    std::vector<EpochMetrics> metricsOf(int fold) const;
    std::vector<int> foldsWithMetrics() const; ///< ascending
    /// Name of a clip of the run's datasets in the run, empty for others. Runs over several datasets put
    /// "<number>:<name>/" before the clip's id (dataset_name = DatasetIndex::name).
    QString sampleOf(const ClipRef& ref, const QString& datasetName) const;
    ClipRef clipOf(const Prediction& prediction) const;          ///< that of a neutral sample: what it was made from
    const Prediction* predictionOf(const QString& sample) const; ///< or null
    QString footnote() const; ///< what every figure of this run must say: n, protocol, leaks, controls
};

/// Table of runs: name, network, protocol, accuracy, state.
class RunsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, NetworkColumn, ProtocolColumn, AccuracyColumn, StateColumn, ColumnCount };
    enum Role { FolderRole = Qt::UserRole + 1, StateRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Adds the run or replaces the one with the same folder.
    void put(RunRecord record);
    /// Changes one run in place; false if it is unknown.
    template <typename Change> bool change(const QString& folder, Change change)
    {
        const int row = rowOf(folder);
        if (row < 0) return false;
        change(m_runs[static_cast<std::size_t>(row)]);
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return true;
    }
    void remove(const QString& folder);
    void removeEnded();
    const RunRecord* run(const QString& folder) const; ///< null if unknown; valid until the next change
    const RunRecord* runAt(int row) const;
    int rowOf(const QString& folder) const; ///< −1 if unknown

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateText(RunRecord::State state);
    /// The run's first figure, in short: accuracy of folds ± sd, mAP, or CCC of valence / arousal.
    static QString scoreText(const RunReport& report);
    static bool isLive(RunRecord::State state);

private:
    QString text(const RunRecord& run, int column) const;

    std::vector<RunRecord> m_runs;
};

} // namespace mien
