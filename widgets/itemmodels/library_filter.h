// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/itemmodels/clip_ref.h"

#include <QSet>
#include <QSortFilterProxyModel>
#include <QStringList>

#include <optional>

namespace mien {

/// Clips that match all words, the chosen label and the chosen set of clips; parents stay while a child does.
class LibraryFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit LibraryFilter(QObject* parent = nullptr);

    void setWords(const QString& words);                      ///< blank-separated, all must occur; case ignored
    void setLabel(const QString& label);                      ///< emotion name; empty = all
    void setClips(const std::optional<QSet<ClipRef>>& clips); ///< only these; nothing = all
    bool isActive() const;
    int clipCount() const; ///< that pass

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    QString m_label;
    std::optional<QSet<ClipRef>> m_clips;
};

} // namespace mien
