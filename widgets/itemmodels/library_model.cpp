// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/itemmodels/library_model.h"

#include "widgets/common/names.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

constexpr int keptPictures = 1'000; ///< of 7 KB

} // namespace

/// A node with children: a dataset or a subject. Below it stand first its groups, then its clips.
struct LibraryModel::Group
{
    Dataset* dataset = nullptr;
    Group* parent = nullptr; ///< null for datasets
    int row = 0;
    QString subject;
    std::vector<std::unique_ptr<Group>> groups;
    std::vector<int> clips;
};

struct LibraryModel::Dataset
{
    int number = 0;
    std::shared_ptr<const DatasetIndex> index;
    QString root;
    bool missing = false;
    Group top;
    std::vector<ClipMarks> marks;
    QHash<QString, int> numbers;                ///< of clips, by id
    std::vector<std::pair<Group*, int>> places; ///< of clips: parent and row
    mutable std::vector<QString> texts;         ///< that words are looked for in; null = not asked for yet
};

QString pathToQString(const std::filesystem::path& path)
{
    return toQString(path.string());
}

std::filesystem::path pathFromQString(const QString& text)
{
    return std::filesystem::path(text.toStdString());
}

LibraryModel::LibraryModel(QObject* parent) : QAbstractItemModel(parent), m_pictures(keptPictures) {}

LibraryModel::~LibraryModel() = default;

std::unique_ptr<LibraryModel::Dataset> LibraryModel::makeDataset(std::shared_ptr<const DatasetIndex> index,
                                                                 std::vector<ClipMarks> marks, bool missing) const
{
    auto made = std::make_unique<Dataset>();
    made->index = std::move(index);
    made->root = pathToQString(made->index->root);
    made->missing = missing;
    made->marks = std::move(marks);
    const std::vector<ClipEntry>& clips = made->index->clips;
    made->marks.resize(clips.size());
    made->texts.resize(clips.size());
    made->places.resize(clips.size());
    made->top.dataset = made.get();
    std::map<std::string, Group*> subjects;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        made->numbers.insert(toQString(clips[i].id), static_cast<int>(i));
        Group* parent = &made->top;
        if (!clips[i].subject.empty()) {
            Group*& subject = subjects[clips[i].subject];
            if (!subject) {
                auto group = std::make_unique<Group>();
                group->dataset = made.get();
                group->parent = &made->top;
                group->row = static_cast<int>(made->top.groups.size());
                group->subject = toQString(clips[i].subject);
                subject = group.get();
                made->top.groups.push_back(std::move(group));
            }
            parent = subject;
        }
        made->places[i] = {parent, static_cast<int>(parent->clips.size())};
        parent->clips.push_back(static_cast<int>(i));
    }
    for (auto& [parent, row] : made->places) row += static_cast<int>(parent->groups.size());
    return made;
}

void LibraryModel::renumber()
{
    for (std::size_t i = 0; i < m_datasets.size(); ++i) {
        m_datasets[i]->number = static_cast<int>(i);
        m_datasets[i]->top.row = static_cast<int>(i);
    }
}

void LibraryModel::addDataset(std::shared_ptr<const DatasetIndex> index, std::vector<ClipMarks> marks, bool missing)
{
    const Dataset* known = find(pathToQString(index->root));
    const int row = known ? known->number : static_cast<int>(m_datasets.size());
    if (known) removeDataset(known->root);
    auto made = makeDataset(std::move(index), std::move(marks), missing);
    beginInsertRows({}, row, row);
    m_datasets.insert(m_datasets.begin() + row, std::move(made));
    renumber();
    emit clipsChanged();
    endInsertRows();
}

void LibraryModel::removeDataset(const QString& root)
{
    const Dataset* known = find(root);
    if (!known) return;
    const int row = known->number;
    beginRemoveRows({}, row, row);
    m_datasets.erase(m_datasets.begin() + row);
    renumber();
    emit clipsChanged();
    endRemoveRows();
}

void LibraryModel::clear()
{
    if (m_datasets.empty()) return;
    beginResetModel();
    m_datasets.clear();
    m_judgements.clear();
    m_pictures.clear();
    emit clipsChanged();
    endResetModel();
}

const LibraryModel::Dataset* LibraryModel::find(const QString& root) const
{
    const auto at = std::find_if(m_datasets.begin(), m_datasets.end(), [&](const auto& d) { return d->root == root; });
    return at == m_datasets.end() ? nullptr : at->get();
}

LibraryModel::Dataset* LibraryModel::find(const QString& root)
{
    return const_cast<Dataset*>(std::as_const(*this).find(root));
}

std::shared_ptr<const DatasetIndex> LibraryModel::dataset(const QString& root) const
{
    const Dataset* known = find(root);
    return known ? known->index : nullptr;
}

std::vector<std::shared_ptr<const DatasetIndex>> LibraryModel::datasets() const
{
    std::vector<std::shared_ptr<const DatasetIndex>> all;
    for (const auto& dataset : m_datasets)
        if (!dataset->missing) all.push_back(dataset->index);
    return all;
}

bool LibraryModel::isMissing(const QString& root) const
{
    const Dataset* known = find(root);
    return known && known->missing;
}

const ClipEntry* LibraryModel::entry(const ClipRef& ref) const
{
    const Dataset* known = find(ref.dataset);
    const int number = known ? known->numbers.value(ref.clip, -1) : -1;
    return number < 0 ? nullptr : &known->index->clips[static_cast<std::size_t>(number)];
}

ClipMarks LibraryModel::marks(const ClipRef& ref) const
{
    const Dataset* known = find(ref.dataset);
    const int number = known ? known->numbers.value(ref.clip, -1) : -1;
    return number < 0 ? ClipMarks() : known->marks[static_cast<std::size_t>(number)];
}

std::optional<ClipState> LibraryModel::state(const ClipRef& ref) const
{
    const ClipEntry* clip = entry(ref);
    if (!clip) return std::nullopt;
    const ClipMarks own = marks(ref);
    return ClipState{ref, toQString(clip->label.value_or("")), own.excluded, own.split};
}

QModelIndex LibraryModel::indexOf(const Dataset& dataset, int clip) const
{
    const auto& [parent, row] = dataset.places[static_cast<std::size_t>(clip)];
    return createIndex(row, 0, parent);
}

QModelIndex LibraryModel::indexOf(const ClipRef& ref) const
{
    const Dataset* known = find(ref.dataset);
    const int number = known ? known->numbers.value(ref.clip, -1) : -1;
    return number < 0 ? QModelIndex() : indexOf(*known, number);
}

ClipRef LibraryModel::refOf(const QModelIndex& index) const
{
    const Row row = rowOf(index);
    return row.clip < 0 ? ClipRef() : refAt({row.dataset, row.clip});
}

int LibraryModel::clipCount() const
{
    return std::accumulate(m_datasets.begin(), m_datasets.end(), 0, [](int sum, const auto& dataset) {
        return sum + static_cast<int>(dataset->index->clips.size());
    });
}

int LibraryModel::excludedCount(const QString& root) const
{
    const Dataset* known = find(root);
    if (!known) return 0;
    return static_cast<int>(
        std::count_if(known->marks.begin(), known->marks.end(), [](const ClipMarks& m) { return m.excluded; }));
}

void LibraryModel::setStates(const std::vector<ClipState>& states)
{
    std::map<Dataset*, std::vector<int>> changed;
    std::map<Dataset*, std::shared_ptr<DatasetIndex>> copies;
    Dataset* known = nullptr;
    for (const ClipState& state : states) {
        if (!known || known->root != state.clip.dataset) known = find(state.clip.dataset);
        const int number = known ? known->numbers.value(state.clip.clip, -1) : -1;
        if (number < 0) continue;
        const auto at = static_cast<std::size_t>(number);
        // Others may hold the index: they keep what they were given.
        auto& copy = copies[known];
        if (!copy) copy = std::make_shared<DatasetIndex>(*known->index);
        ClipEntry& clip = copy->clips[at];
        clip.label = state.label.isEmpty() ? std::nullopt : std::optional(state.label.toStdString());
        known->marks[at].excluded = state.excluded;
        known->marks[at].split = state.split;
        known->texts[at] = QString();
        changed[known].push_back(number);
    }
    for (auto& [dataset, copy] : copies) dataset->index = std::move(copy);
    emit clipsChanged();
    for (const auto& [dataset, clips] : changed) announce(*dataset, clips);
}

void LibraryModel::setCoverage(const ClipRef& ref, const FaceCoverage& faces)
{
    Dataset* known = find(ref.dataset);
    const int number = known ? known->numbers.value(ref.clip, -1) : -1;
    if (number < 0 || known->marks[static_cast<std::size_t>(number)].faces == faces) return;
    known->marks[static_cast<std::size_t>(number)].faces = faces;
    emit clipsChanged();
    announce(*known, {number});
}

/// One signal for each run of neighbours: views lay out once for each.
void LibraryModel::announce(const Dataset& dataset, const std::vector<int>& clips)
{
    std::map<Group*, std::vector<int>> rows;
    for (const int clip : clips) {
        const auto& [parent, row] = dataset.places[static_cast<std::size_t>(clip)];
        rows[parent].push_back(row);
    }
    for (auto& [parent, list] : rows) {
        const auto [first, last] = std::minmax_element(list.begin(), list.end());
        emit dataChanged(createIndex(*first, 0, parent), createIndex(*last, 0, parent));
    }
}

void LibraryModel::announceAll(const Dataset& dataset)
{
    std::vector<int> all(dataset.index->clips.size());
    std::iota(all.begin(), all.end(), 0);
    announce(dataset, all);
}

void LibraryModel::setJudgements(const QHash<ClipRef, Judgement>& judgements)
{
    m_judgements = judgements;
    emit clipsChanged();
    for (const auto& dataset : m_datasets) announceAll(*dataset);
}

void LibraryModel::setPicture(const ClipRef& ref, const QImage& picture)
{
    m_pictures.insert(ref, new QImage(picture));
    const QModelIndex index = indexOf(ref);
    if (index.isValid()) emit dataChanged(index, index, {PictureRole});
}

const DatasetIndex& LibraryModel::indexAt(int dataset) const
{
    return *m_datasets.at(static_cast<std::size_t>(dataset))->index;
}

const std::vector<ClipMarks>& LibraryModel::marksAt(int dataset) const
{
    return m_datasets.at(static_cast<std::size_t>(dataset))->marks;
}

ClipRef LibraryModel::refAt(Place place) const
{
    const Dataset& dataset = *m_datasets.at(static_cast<std::size_t>(place.dataset));
    return {dataset.root, toQString(dataset.index->clips.at(static_cast<std::size_t>(place.clip)).id)};
}

Verdict LibraryModel::verdictAt(Place place) const
{
    return m_judgements.isEmpty() ? Verdict::None : m_judgements.value(refAt(place)).verdict;
}

const QString& LibraryModel::searchTextAt(Place place) const
{
    const Dataset& dataset = *m_datasets[static_cast<std::size_t>(place.dataset)];
    QString& text = dataset.texts[static_cast<std::size_t>(place.clip)];
    if (text.isNull()) text = searchText(place).toLower();
    return text;
}

QString LibraryModel::searchText(Place place) const
{
    const Dataset& dataset = *m_datasets[static_cast<std::size_t>(place.dataset)];
    const ClipEntry& clip = dataset.index->clips[static_cast<std::size_t>(place.clip)];
    const ClipMarks& marks = dataset.marks[static_cast<std::size_t>(place.clip)];
    const QString label = toQString(clip.label.value_or(""));
    QString text = toQString(clip.id) % u" "_s % toQString(clip.subject) % u" "_s % label % u" "_s %
                   displayLabel(clip.label.value_or(""));
    for (const auto& [key, value] : clip.attributes) text += u" "_s % toQString(key) % u"="_s % toQString(value);
    if (!marks.split.isEmpty()) text += u" split="_s % marks.split;
    if (marks.excluded) text += u" excluded "_s % tr("excluded", "filter word");
    return text;
}

LibraryModel::Row LibraryModel::rowAt(int row, const QModelIndex& parent) const
{
    if (!parent.isValid()) return {row, -1, nullptr};
    const Row above = rowOf(parent);
    const Dataset& dataset = *m_datasets[static_cast<std::size_t>(above.dataset)];
    const Group* group =
        parent.internalPointer()
            ? static_cast<const Group*>(parent.internalPointer())->groups[static_cast<std::size_t>(parent.row())].get()
            : &dataset.top;
    const auto groups = static_cast<int>(group->groups.size());
    if (row < groups) return {above.dataset, -1, &group->groups[static_cast<std::size_t>(row)]->clips};
    return {above.dataset, group->clips[static_cast<std::size_t>(row - groups)], nullptr};
}

LibraryModel::Row LibraryModel::rowOf(const QModelIndex& index) const
{
    if (!index.isValid()) return {};
    const auto* parent = static_cast<const Group*>(index.internalPointer());
    if (!parent) return {index.row(), -1, nullptr};
    const auto groups = static_cast<int>(parent->groups.size());
    const int dataset = parent->dataset->number;
    if (index.row() < groups) return {dataset, -1, &parent->groups[static_cast<std::size_t>(index.row())]->clips};
    return {dataset, parent->clips[static_cast<std::size_t>(index.row() - groups)], nullptr};
}

// The pointer of an index is the group above it: null for datasets.
QModelIndex LibraryModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) return {};
    if (!parent.isValid()) return createIndex(row, column, nullptr);
    const auto* above = static_cast<const Group*>(parent.internalPointer());
    const Group* group = above ? above->groups[static_cast<std::size_t>(parent.row())].get()
                               : &m_datasets[static_cast<std::size_t>(parent.row())]->top;
    return createIndex(row, column, const_cast<Group*>(group));
}

QModelIndex LibraryModel::parent(const QModelIndex& child) const
{
    const auto* group = child.isValid() ? static_cast<const Group*>(child.internalPointer()) : nullptr;
    return group ? createIndex(group->row, 0, group->parent) : QModelIndex();
}

int LibraryModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0) return 0;
    if (!parent.isValid()) return static_cast<int>(m_datasets.size());
    const auto* above = static_cast<const Group*>(parent.internalPointer());
    const Group* group = nullptr;
    if (!above)
        group = &m_datasets[static_cast<std::size_t>(parent.row())]->top;
    else if (parent.row() < static_cast<int>(above->groups.size()))
        group = above->groups[static_cast<std::size_t>(parent.row())].get();
    return group ? static_cast<int>(group->groups.size() + group->clips.size()) : 0;
}

int LibraryModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const Row row = rowOf(index);
    if (role == DatasetRole) return m_datasets[static_cast<std::size_t>(row.dataset)]->root;
    return row.clip >= 0 ? clipData({row.dataset, row.clip}, role) : groupData(row, index, role);
}

QVariant LibraryModel::groupData(const Row& row, const QModelIndex& index, int role) const
{
    const Dataset& dataset = *m_datasets[static_cast<std::size_t>(row.dataset)];
    if (row.clips)
        return role == Qt::DisplayRole ? dataset.top.groups[static_cast<std::size_t>(index.row())]->subject
                                       : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        return toQString(dataset.index->name);
    case Qt::ToolTipRole:
        return dataset.missing
                   ? QString(tr("Nothing is here any more: Relink in the context menu") % u"\n"_s % dataset.root)
                   : dataset.root;
    case MissingRole:
        return dataset.missing;
    default:
        return {};
    }
}

QVariant LibraryModel::clipData(Place place, int role) const
{
    const Dataset& dataset = *m_datasets[static_cast<std::size_t>(place.dataset)];
    const ClipEntry& clip = dataset.index->clips[static_cast<std::size_t>(place.clip)];
    const ClipMarks& marks = dataset.marks[static_cast<std::size_t>(place.clip)];
    switch (role) {
    case Qt::DisplayRole:
    case ClipRole:
        return toQString(clip.id);
    case LabelRole:
        return toQString(clip.label.value_or(""));
    case RelabelledRole:
        return isRelabelled(clip, marks);
    case VerdictRole:
        return static_cast<int>(verdictAt(place));
    case PredictedRole:
        return m_judgements.value(refAt(place)).predicted;
    case ExcludedRole:
        return marks.excluded;
    case SplitRole:
        return marks.split;
    case PictureRole: {
        const QImage* picture = m_pictures.object(refAt(place));
        return picture ? QVariant(*picture) : QVariant();
    }
    case Qt::AccessibleTextRole: {
        QString text = toQString(clip.id);
        if (clip.label) text += u", "_s % displayLabel(*clip.label);
        if (isRelabelled(clip, marks)) text += u", "_s % tr("relabelled");
        return marks.excluded ? QString(text % u", "_s % tr("excluded")) : text;
    }
    case Qt::ToolTipRole:
        return toolTip(place);
    case SearchRole: {
        QString text = searchTextAt(place);
        const Verdict verdict = verdictAt(place);
        if (verdict == Verdict::Right) text += u" right "_s % tr("right", "filter word");
        if (verdict == Verdict::Wrong) text += u" wrong "_s % tr("wrong", "filter word");
        return text;
    }
    default:
        return {};
    }
}

bool LibraryModel::isRelabelled(const ClipEntry& clip, const ClipMarks& marks)
{
    return marks.readLabel && *marks.readLabel != toQString(clip.label.value_or(std::string()));
}

QString LibraryModel::toolTip(Place place) const
{
    const Dataset& dataset = *m_datasets[static_cast<std::size_t>(place.dataset)];
    const ClipEntry& clip = dataset.index->clips[static_cast<std::size_t>(place.clip)];
    const ClipMarks& marks = dataset.marks[static_cast<std::size_t>(place.clip)];
    QStringList lines{toQString(clip.id), clip.label ? displayLabel(*clip.label) : tr("not labelled")};
    if (isRelabelled(clip, marks))
        lines << (marks.readLabel->isEmpty()
                      ? tr("the dataset gives no label")
                      : tr("the dataset says %1").arg(displayLabel(marks.readLabel->toStdString())));
    if (clip.frameCount) lines << tr("%n frame(s)", nullptr, *clip.frameCount);
    if (clip.isPartOfVideo())
        lines << (clip.frameCount ? tr("frames %1 to %2 of the video")
                                        .arg(clip.firstFrame + 1)
                                        .arg(clip.firstFrame + *clip.frameCount)
                                  : tr("the video from frame %1 on").arg(clip.firstFrame + 1));
    if (marks.faces.isKnown()) lines << tr("face in %1 of %2 frames").arg(marks.faces.found).arg(marks.faces.frames);
    QStringList units;
    for (const AuCode& au : clip.actionUnits) units << QString::number(au.number);
    if (!units.isEmpty()) lines << tr("action units: %1").arg(units.join(u" "_s));
    if (marks.excluded) lines << tr("excluded from training");
    if (!marks.split.isEmpty()) lines << tr("split: %1").arg(marks.split);
    const Judgement judgement = m_judgements.value(refAt(place));
    if (!judgement.predicted.isEmpty())
        lines << tr("the run says: %1").arg(displayLabel(judgement.predicted.toStdString()));
    return lines.join(u"\n"_s);
}

} // namespace mien
