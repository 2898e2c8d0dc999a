// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace mien {

/// What the window shows of a job.
struct JobRow
{
    enum class State { Waiting, Running, Paused, Done, Failed, Cancelled };

    int id = 0;
    QString title;
    State state = State::Waiting;
    double fraction = -1; ///< 0 … 1; −1 = not known
    QString stage;        ///< "extracting landmarks, 12 of 140"
    QString remaining;    ///< "2 min left"; empty = not known
    QStringList messages; ///< what went wrong; stay until the row is removed
    QString result;       ///< what a job that is done says of itself
    bool canPause = false;
    bool canFinish = false; ///< ends early and keeps what was done

    bool isLive() const { return state == State::Waiting || state == State::Running || state == State::Paused; }
};

/// Jobs, newest last. Ended ones stay with their messages until they are cleared.
class JobsModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, StateRole };

    using QAbstractListModel::QAbstractListModel;

    int add(JobRow row); ///< gives the row its id and returns it
    template <typename Change> bool change(int id, Change change)
    {
        const int row = rowOf(id);
        if (row < 0) return false;
        change(m_jobs[static_cast<std::size_t>(row)]);
        emit dataChanged(index(row), index(row));
        return true;
    }
    void clearEnded();
    void remove(int id);
    const JobRow* job(int id) const; ///< null if unknown; valid until the next change
    const JobRow* jobAt(int row) const;
    int rowOf(int id) const;
    int liveCount() const;

    static QString stateText(JobRow::State state);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<JobRow> m_jobs;
    int m_nextId = 1;
};

} // namespace mien
