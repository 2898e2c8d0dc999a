// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/library_filter.h"

#include "widgets/itemmodels/library_model.h"

#include <algorithm>

namespace mien {
namespace {

int clipsBelow(const QAbstractItemModel& model, const QModelIndex& parent)
{
    int count = 0;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        count += index.data(LibraryModel::ClipRole).toString().isEmpty() ? clipsBelow(model, index) : 1;
    }
    return count;
}

} // namespace

LibraryFilter::LibraryFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void LibraryFilter::setWords(const QString& words)
{
    m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void LibraryFilter::setLabel(const QString& label)
{
    m_label = label;
    invalidateFilter();
}

void LibraryFilter::setClips(const std::optional<QSet<ClipRef>>& clips)
{
    m_clips = clips;
    invalidateFilter();
}

bool LibraryFilter::isActive() const
{
    return !m_words.isEmpty() || !m_label.isEmpty() || m_clips.has_value();
}

int LibraryFilter::clipCount() const
{
    return clipsBelow(*this, {});
}

bool LibraryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QString clip = index.data(LibraryModel::ClipRole).toString();
    if (clip.isEmpty()) return !isActive(); // with a filter, groups are kept by their children only
    if (!m_label.isEmpty() && index.data(LibraryModel::LabelRole).toString() != m_label) return false;
    if (m_clips && !m_clips->contains({index.data(LibraryModel::DatasetRole).toString(), clip})) return false;
    const QString text = index.data(LibraryModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace mien
