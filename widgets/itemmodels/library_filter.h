// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/library_model.h"

#include <QSet>
#include <QSortFilterProxyModel>
#include <QStringList>

#include <map>
#include <optional>

namespace mien {

/// Which clips are wanted; what is empty asks for nothing.
struct LibraryQuery
{
    enum class Faces { Missing, Complete, Unknown };

    QStringList words;                  ///< all must occur; case ignored
    std::optional<QString> label;       ///< emotion name; "" = clips without a label
    QString subject;                    ///< as the dataset calls it
    std::optional<QString> split;       ///< "" = clips that nobody put anywhere
    std::optional<Verdict> verdict;     ///< of the shown run; None = it says nothing
    std::optional<Faces> faces;         ///< whether the face was found in every frame
    std::optional<bool> excluded;       ///< only the excluded ones, or only the others
    std::optional<QSet<ClipRef>> clips; ///< only these

    bool isActive() const;
};

/// Clips that match a query; parents stay while a child does. One pass over all clips decides what is shown before any
/// row is touched: a row then only looks up what was decided.
class LibraryFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit LibraryFilter(QObject* parent = nullptr);

    /// Must be a LibraryModel.
    void setSourceModel(QAbstractItemModel* model) override;

    const LibraryQuery& query() const { return m_query; }
    void setQuery(const LibraryQuery& query);
    void setWords(const QString& words); ///< blank-separated
    void setLabel(const std::optional<QString>& label);
    void setClips(const std::optional<QSet<ClipRef>>& clips);
    bool isActive() const { return m_query.isActive(); }

    int clipCount() const { return m_shown; } ///< that pass
    /// Clips by label, "" = not labelled: of those that pass, whatever label the query asks for, so that the other
    /// labels can be seen and chosen.
    const std::map<QString, int>& labelCounts() const { return m_labels; }
    /// Clips that pass by their number of frames; −1 = videos whose length no file tells.
    const std::map<int, int>& lengthCounts() const { return m_lengths; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    void decide();
    bool passesButLabel(LibraryModel::Place place) const;
    bool passesWords(LibraryModel::Place place) const;

    const LibraryModel* m_library = nullptr;
    LibraryQuery m_query;
    std::vector<std::vector<char>> m_passes; ///< by dataset and clip
    std::map<QString, int> m_labels;
    std::map<int, int> m_lengths;
    int m_shown = 0;
};

} // namespace mien
