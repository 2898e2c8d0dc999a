// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "widgets/itemmodels/clip_ref.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

namespace mien {

/// What the shown run says of a clip.
enum class Verdict { None, Right, Wrong };

/// Tree dataset > subject > clip over shared, unchanging indices; nothing is copied per clip but its place.
class LibraryModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        DatasetRole = Qt::UserRole + 1, ///< QString, root of the dataset
        ClipRole,                       ///< QString, id; empty for datasets and subjects
        LabelRole,                      ///< QString, emotion name as in files; empty = not labelled
        VerdictRole,                    ///< int(Verdict)
        PredictedRole,                  ///< QString, label the shown run gave; empty = none
        SearchRole,                     ///< QString, everything the filter looks at
    };

    explicit LibraryModel(QObject* parent = nullptr);
    ~LibraryModel() override;

    /// Adds a dataset, or replaces the one with the same root.
    void addDataset(std::shared_ptr<const DatasetIndex> index);
    void removeDataset(const QString& root);
    std::shared_ptr<const DatasetIndex> dataset(const QString& root) const; ///< null if unknown
    std::vector<std::shared_ptr<const DatasetIndex>> datasets() const;

    const ClipEntry* entry(const ClipRef& ref) const; ///< null if unknown; valid until the dataset is replaced
    QModelIndex indexOf(const ClipRef& ref) const;
    int clipCount() const;

    /// Verdicts of one run; clips that are not in it get none.
    struct Judgement
    {
        QString predicted;
        Verdict verdict = Verdict::None;
    };
    void setJudgements(const QHash<ClipRef, Judgement>& judgements);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Node;
    std::unique_ptr<Node> makeNode(std::shared_ptr<const DatasetIndex> index) const;
    QVariant clipData(const Node& node, int role) const;
    QVariant groupData(const Node& node, int role) const;
    Node* nodeOf(const QModelIndex& index) const;

    std::vector<std::unique_ptr<Node>> m_datasets;
    QHash<ClipRef, Judgement> m_judgements;
};

/// UTF-8 path as QString and back.
QString pathToQString(const std::filesystem::path& path);
std::filesystem::path pathFromQString(const QString& text);

} // namespace mien
