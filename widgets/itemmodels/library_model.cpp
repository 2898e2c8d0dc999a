// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/library_model.h"

#include "widgets/common/names.h"

#include <algorithm>
#include <map>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

/// A dataset, a subject or a clip.
struct LibraryModel::Node
{
    enum class Kind { Dataset, Subject, Clip };

    Kind kind = Kind::Dataset;
    Node* parent = nullptr;
    int row = 0;
    std::shared_ptr<const DatasetIndex> index; ///< of datasets
    QString subject;                           ///< of subjects
    const ClipEntry* clip = nullptr;           ///< of clips; points into the dataset's index
    std::vector<std::unique_ptr<Node>> children;

    const Node& dataset() const
    {
        const Node* node = this;
        while (node->parent) node = node->parent;
        return *node;
    }

    Node* add(std::unique_ptr<Node> child)
    {
        child->parent = this;
        child->row = static_cast<int>(children.size());
        children.push_back(std::move(child));
        return children.back().get();
    }
};

QString pathToQString(const std::filesystem::path& path)
{
    return toQString(path.string());
}

std::filesystem::path pathFromQString(const QString& text)
{
    return std::filesystem::path(text.toStdString());
}

LibraryModel::LibraryModel(QObject* parent) : QAbstractItemModel(parent) {}

LibraryModel::~LibraryModel() = default;

std::unique_ptr<LibraryModel::Node> LibraryModel::makeNode(std::shared_ptr<const DatasetIndex> index) const
{
    auto root = std::make_unique<Node>();
    root->kind = Node::Kind::Dataset;
    root->index = std::move(index);
    std::map<std::string, Node*> subjects;
    for (const ClipEntry& clip : root->index->clips) {
        Node* parent = root.get();
        if (!clip.subject.empty()) {
            Node*& subject = subjects[clip.subject];
            if (!subject) {
                auto node = std::make_unique<Node>();
                node->kind = Node::Kind::Subject;
                node->subject = toQString(clip.subject);
                subject = root->add(std::move(node));
            }
            parent = subject;
        }
        auto node = std::make_unique<Node>();
        node->kind = Node::Kind::Clip;
        node->clip = &clip;
        parent->add(std::move(node));
    }
    return root;
}

void LibraryModel::addDataset(std::shared_ptr<const DatasetIndex> index)
{
    removeDataset(pathToQString(index->root));
    const int row = static_cast<int>(m_datasets.size());
    auto node = makeNode(std::move(index));
    node->row = row;
    beginInsertRows({}, row, row);
    m_datasets.push_back(std::move(node));
    endInsertRows();
}

void LibraryModel::removeDataset(const QString& root)
{
    for (std::size_t i = 0; i < m_datasets.size(); ++i) {
        if (pathToQString(m_datasets[i]->index->root) != root) continue;
        const int row = static_cast<int>(i);
        beginRemoveRows({}, row, row);
        m_datasets.erase(m_datasets.begin() + row);
        for (std::size_t k = i; k < m_datasets.size(); ++k) m_datasets[k]->row = static_cast<int>(k);
        endRemoveRows();
        return;
    }
}

std::shared_ptr<const DatasetIndex> LibraryModel::dataset(const QString& root) const
{
    for (const auto& node : m_datasets)
        if (pathToQString(node->index->root) == root) return node->index;
    return nullptr;
}

std::vector<std::shared_ptr<const DatasetIndex>> LibraryModel::datasets() const
{
    std::vector<std::shared_ptr<const DatasetIndex>> all;
    for (const auto& node : m_datasets) all.push_back(node->index);
    return all;
}

const ClipEntry* LibraryModel::entry(const ClipRef& ref) const
{
    const auto index = dataset(ref.dataset);
    return index ? index->find(ref.clip.toStdString()) : nullptr;
}

QModelIndex LibraryModel::indexOf(const ClipRef& ref) const
{
    const ClipEntry* wanted = entry(ref);
    if (!wanted) return {};
    for (const auto& dataset : m_datasets) {
        if (pathToQString(dataset->index->root) != ref.dataset) continue;
        for (const auto& child : dataset->children) {
            if (child->clip == wanted) return createIndex(child->row, 0, child.get());
            for (const auto& grandchild : child->children)
                if (grandchild->clip == wanted) return createIndex(grandchild->row, 0, grandchild.get());
        }
    }
    return {};
}

int LibraryModel::clipCount() const
{
    std::size_t count = 0;
    for (const auto& node : m_datasets) count += node->index->clips.size();
    return static_cast<int>(count);
}

void LibraryModel::setJudgements(const QHash<ClipRef, Judgement>& judgements)
{
    m_judgements = judgements;
    for (const auto& dataset : m_datasets) {
        const auto notify = [this](const Node& parent) {
            if (parent.children.empty()) return;
            emit dataChanged(createIndex(0, 0, parent.children.front().get()),
                             createIndex(parent.children.back()->row, 0, parent.children.back().get()));
        };
        notify(*dataset);
        for (const auto& child : dataset->children) notify(*child);
    }
}

LibraryModel::Node* LibraryModel::nodeOf(const QModelIndex& index) const
{
    return static_cast<Node*>(index.internalPointer());
}

QModelIndex LibraryModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) return {};
    const auto& children = parent.isValid() ? nodeOf(parent)->children : m_datasets;
    return createIndex(row, column, children[static_cast<std::size_t>(row)].get());
}

QModelIndex LibraryModel::parent(const QModelIndex& child) const
{
    if (!child.isValid()) return {};
    Node* parent = nodeOf(child)->parent;
    return parent ? createIndex(parent->row, 0, parent) : QModelIndex();
}

int LibraryModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0) return 0;
    return static_cast<int>(parent.isValid() ? nodeOf(parent)->children.size() : m_datasets.size());
}

int LibraryModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const Node& node = *nodeOf(index);
    if (role == DatasetRole) return pathToQString(node.dataset().index->root);
    return node.kind == Node::Kind::Clip ? clipData(node, role) : groupData(node, role);
}

QVariant LibraryModel::groupData(const Node& node, int role) const
{
    const bool isDataset = node.kind == Node::Kind::Dataset;
    if (role == Qt::DisplayRole) return isDataset ? toQString(node.index->name) : node.subject;
    if (role == Qt::ToolTipRole && isDataset) return pathToQString(node.index->root);
    return {};
}

QVariant LibraryModel::clipData(const Node& node, int role) const
{
    const ClipEntry& clip = *node.clip;
    const QString id = toQString(clip.id);
    const ClipRef ref{pathToQString(node.dataset().index->root), id};
    switch (role) {
    case Qt::DisplayRole:
        return id;
    case ClipRole:
        return id;
    case LabelRole:
        return toQString(clip.label.value_or(""));
    case VerdictRole:
        return static_cast<int>(m_judgements.value(ref).verdict);
    case PredictedRole:
        return m_judgements.value(ref).predicted;
    case Qt::AccessibleTextRole:
        return clip.label ? QString(id % u", "_s % displayLabel(*clip.label)) : id;
    case Qt::ToolTipRole: {
        QString text = id % u"\n"_s % (clip.label ? displayLabel(*clip.label) : tr("not labelled"));
        if (clip.frameCount) text += u"\n"_s % tr("%n frame(s)", nullptr, *clip.frameCount);
        QStringList units;
        for (const AuCode& au : clip.actionUnits) units << QString::number(au.number);
        if (!units.isEmpty()) text += u"\n"_s % tr("action units: %1").arg(units.join(u" "_s));
        const Judgement judgement = m_judgements.value(ref);
        if (!judgement.predicted.isEmpty())
            text += u"\n"_s % tr("the run says: %1").arg(displayLabel(judgement.predicted.toStdString()));
        return text;
    }
    case SearchRole: {
        const QString label = toQString(clip.label.value_or(""));
        QString text =
            id % u" "_s % toQString(clip.subject) % u" "_s % label % u" "_s % displayLabel(clip.label.value_or(""));
        for (const auto& [key, value] : clip.attributes) text += u" "_s % toQString(key) % u"="_s % toQString(value);
        const Verdict verdict = m_judgements.value(ref).verdict;
        if (verdict == Verdict::Right) text += u" right "_s % tr("right", "filter word");
        if (verdict == Verdict::Wrong) text += u" wrong "_s % tr("wrong", "filter word");
        return text;
    }
    default:
        return {};
    }
}

} // namespace mien
