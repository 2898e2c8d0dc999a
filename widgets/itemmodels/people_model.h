// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/people.h"

#include <QAbstractListModel>
#include <QHash>
#include <QImage>

#include <vector>

namespace mien {

/// The people of a film: name, picture, where each is seen, and whether they count. Edits are asked for by signals; the
/// model shows what comes back.
class PeopleModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, PictureRole };

    struct Row
    {
        Person person;
        std::vector<FrameSpan> spans;
    };

    using QAbstractListModel::QAbstractListModel;

    /// Pictures of people who stay are kept.
    void setPeople(const People& people, int frameCount);
    void setPicture(int id, const QImage& picture);
    void clear();

    const Row* rowAt(int row) const; ///< null if there is none; valid until the next change
    int rowOf(int id) const;         ///< −1 = unknown
    int frameCount() const { return m_frameCount; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void renameRequested(int id, const QString& name);
    void excludeRequested(int id, bool excluded);

private:
    std::vector<Row> m_rows;
    QHash<int, QImage> m_pictures;
    int m_frameCount = 0;
};

} // namespace mien
