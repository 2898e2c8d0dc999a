// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/library_filter.h"

#include "widgets/common/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace mien {

bool LibraryQuery::isActive() const
{
    return !words.isEmpty() || label || !subject.isEmpty() || split || verdict || faces || excluded || clips;
}

LibraryFilter::LibraryFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void LibraryFilter::setSourceModel(QAbstractItemModel* model)
{
    m_library = static_cast<LibraryModel*>(model);
    connect(m_library, &LibraryModel::clipsChanged, this, &LibraryFilter::decide);
    decide();
    QSortFilterProxyModel::setSourceModel(model);
}

void LibraryFilter::setQuery(const LibraryQuery& query)
{
    m_query = query;
    for (QString& word : m_query.words) word = word.toLower();
    decide();
    invalidateFilter();
}

void LibraryFilter::setWords(const QString& words)
{
    LibraryQuery query = m_query;
    query.words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    setQuery(query);
}

void LibraryFilter::setLabel(const std::optional<QString>& label)
{
    LibraryQuery query = m_query;
    query.label = label;
    setQuery(query);
}

void LibraryFilter::setClips(const std::optional<QSet<ClipRef>>& clips)
{
    LibraryQuery query = m_query;
    query.clips = clips;
    setQuery(query);
}

void LibraryFilter::decide()
{
    m_passes.clear();
    m_labels.clear();
    m_lengths.clear();
    m_shown = 0;
    if (!m_library) return;
    // Names of labels are made once for each, not once for each clip.
    std::map<std::string, int> labels;
    for (int d = 0; d < m_library->datasetCount(); ++d) {
        const std::vector<ClipEntry>& clips = m_library->indexAt(d).clips;
        std::vector<char>& passes = m_passes.emplace_back(clips.size(), 0);
        const std::optional<std::string> wanted =
            m_query.label ? std::optional(m_query.label->toStdString()) : std::nullopt;
        for (std::size_t i = 0; i < clips.size(); ++i) {
            if (!passesButLabel({d, static_cast<int>(i)})) continue;
            const std::string label = clips[i].label.value_or(std::string());
            ++labels[label];
            passes[i] = !wanted || label == *wanted;
            if (!passes[i]) continue;
            ++m_shown;
            ++m_lengths[clips[i].frameCount.value_or(-1)];
        }
    }
    for (const auto& [label, count] : labels) m_labels[toQString(label)] = count;
}

bool LibraryFilter::passesButLabel(LibraryModel::Place place) const
{
    const auto at = static_cast<std::size_t>(place.clip);
    const ClipMarks& marks = m_library->marksAt(place.dataset)[at];
    if (m_query.excluded && marks.excluded != *m_query.excluded) return false;
    if (m_query.split && marks.split != *m_query.split) return false;
    if (!m_query.subject.isEmpty() && toQString(m_library->indexAt(place.dataset).clips[at].subject) != m_query.subject)
        return false;
    if (m_query.faces) {
        const auto known = !marks.faces.isKnown()    ? LibraryQuery::Faces::Unknown
                           : marks.faces.isMissing() ? LibraryQuery::Faces::Missing
                                                     : LibraryQuery::Faces::Complete;
        if (known != *m_query.faces) return false;
    }
    if (m_query.verdict && m_library->verdictAt(place) != *m_query.verdict) return false;
    if (m_query.clips && !m_query.clips->contains(m_library->refAt(place))) return false;
    return passesWords(place);
}

bool LibraryFilter::passesWords(LibraryModel::Place place) const
{
    if (m_query.words.isEmpty()) return true;
    const QString& text = m_library->searchTextAt(place);
    return std::all_of(m_query.words.begin(), m_query.words.end(), [&](const QString& word) {
        if (text.contains(word)) return true;
        const Verdict verdict = m_library->verdictAt(place);
        if (verdict == Verdict::None) return false;
        const bool right = verdict == Verdict::Right;
        return (right ? u"right"_s : u"wrong"_s).startsWith(word) ||
               (right ? LibraryModel::tr("right", "filter word") : LibraryModel::tr("wrong", "filter word"))
                   .toLower()
                   .startsWith(word);
    });
}

bool LibraryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const LibraryModel::Row at = m_library->rowAt(row, parent);
    if (at.clip < 0) return !isActive(); // with a filter, groups are kept by their children only
    const auto dataset = static_cast<std::size_t>(at.dataset);
    const auto clip = static_cast<std::size_t>(at.clip);
    return dataset < m_passes.size() && clip < m_passes[dataset].size() && m_passes[dataset][clip];
}

} // namespace mien
