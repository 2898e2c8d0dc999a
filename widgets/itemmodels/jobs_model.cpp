// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/jobs_model.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

int JobsModel::add(JobRow row)
{
    row.id = m_nextId++;
    const int last = static_cast<int>(m_jobs.size());
    beginInsertRows({}, last, last);
    m_jobs.push_back(std::move(row));
    endInsertRows();
    return m_jobs.back().id;
}

void JobsModel::remove(int id)
{
    const int row = rowOf(id);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    m_jobs.erase(m_jobs.begin() + row);
    endRemoveRows();
}

void JobsModel::clearEnded()
{
    for (int row = static_cast<int>(m_jobs.size()) - 1; row >= 0; --row)
        if (!m_jobs[static_cast<std::size_t>(row)].isLive()) remove(m_jobs[static_cast<std::size_t>(row)].id);
}

const JobRow* JobsModel::job(int id) const
{
    return jobAt(rowOf(id));
}

const JobRow* JobsModel::jobAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_jobs.size()) ? &m_jobs[static_cast<std::size_t>(row)] : nullptr;
}

int JobsModel::rowOf(int id) const
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [id](const JobRow& job) { return job.id == id; });
    return found == m_jobs.end() ? -1 : static_cast<int>(found - m_jobs.begin());
}

int JobsModel::liveCount() const
{
    return static_cast<int>(std::count_if(m_jobs.begin(), m_jobs.end(), [](auto& job) { return job.isLive(); }));
}

QString JobsModel::stateText(JobRow::State state)
{
    switch (state) {
    case JobRow::State::Waiting:
        return tr("waiting");
    case JobRow::State::Running:
        return tr("running");
    case JobRow::State::Paused:
        return tr("paused");
    case JobRow::State::Done:
        return tr("done");
    case JobRow::State::Failed:
        return tr("failed");
    case JobRow::State::Cancelled:
        return tr("cancelled");
    }
    return {};
}

int JobsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

QVariant JobsModel::data(const QModelIndex& index, int role) const
{
    const JobRow* job = index.isValid() ? jobAt(index.row()) : nullptr;
    if (!job) return {};
    switch (role) {
    case Qt::DisplayRole:
        return QString(job->title % u" – "_s % stateText(job->state));
    case Qt::ToolTipRole:
        return job->messages.join(u'\n');
    case IdRole:
        return job->id;
    case StateRole:
        return static_cast<int>(job->state);
    default:
        return {};
    }
}

} // namespace mien
