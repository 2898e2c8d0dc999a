// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/people_model.h"

#include "widgets/common/names.h"

#include <algorithm>

namespace mien {

void PeopleModel::setPeople(const People& people, int frameCount)
{
    std::vector<Row> rows;
    for (const Person& person : people.all()) rows.push_back({person, people.spansOf(person.id)});
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                 [](const Row& a, const Row& b) { return a.person.id == b.person.id; });
    m_frameCount = frameCount;
    if (same) { // what is selected stays so
        m_rows = std::move(rows);
        if (!m_rows.empty()) emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void PeopleModel::setPicture(int id, const QImage& picture)
{
    m_pictures[id] = picture;
    const int row = rowOf(id);
    if (row >= 0) emit dataChanged(index(row), index(row), {PictureRole});
}

void PeopleModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_pictures.clear();
    endResetModel();
}

const PeopleModel::Row* PeopleModel::rowAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : &m_rows[static_cast<std::size_t>(row)];
}

int PeopleModel::rowOf(int id) const
{
    const auto at = std::find_if(m_rows.begin(), m_rows.end(), [id](const Row& r) { return r.person.id == id; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int PeopleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PeopleModel::data(const QModelIndex& index, int role) const
{
    const Row* row = rowAt(index.row());
    if (!row) return {};
    const Person& person = row->person;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return displayPerson(person.id, person.name);
    case Qt::EditRole:
        return toQString(person.name);
    case Qt::CheckStateRole:
        return person.excluded ? Qt::Unchecked : Qt::Checked;
    case Qt::ToolTipRole:
        return QString(tr("%1: face_id %2 of tables; seen in %n frame(s)", nullptr, person.frames)
                           .arg(displayPerson(person.id, person.name))
                           .arg(person.id) %
                       u'\n' %
                       (person.excluded ? tr("Excluded: left out of tables and of the video")
                                        : tr("Take the tick away to leave them out of tables and of the video")));
    case IdRole:
        return person.id;
    case PictureRole:
        return m_pictures.value(person.id);
    default:
        return {};
    }
}

bool PeopleModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const Row* row = rowAt(index.row());
    if (!row) return false;
    if (role == Qt::EditRole) {
        const QString name = value.toString().simplified();
        if (name == toQString(row->person.name)) return false;
        emit renameRequested(row->person.id, name);
        return true;
    }
    if (role != Qt::CheckStateRole) return false;
    emit excludeRequested(row->person.id, value.toInt() == Qt::Unchecked);
    return true;
}

Qt::ItemFlags PeopleModel::flags(const QModelIndex& index) const
{
    if (!index.isValid()) return {};
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable | Qt::ItemIsUserCheckable;
}

} // namespace mien
