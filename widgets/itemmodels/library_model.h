// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "widgets/itemmodels/clip_ref.h"

#include <QAbstractItemModel>
#include <QCache>
#include <QHash>
#include <QImage>
#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

namespace mien {

/// What the shown run says of a clip.
enum class Verdict { None, Right, Wrong };

/// In how many frames of a clip the face was found, as far as anybody has looked.
struct FaceCoverage
{
    int frames = 0; ///< 0 = nobody has looked
    int found = 0;

    bool isKnown() const { return frames > 0; }
    bool isMissing() const { return found < frames; }
    friend bool operator==(const FaceCoverage&, const FaceCoverage&) = default;
};

/// What is known of a clip beside its dataset.
struct ClipMarks
{
    bool excluded = false;
    QString split; ///< "train", "val", "test"; empty = as the protocol says
    FaceCoverage faces;
    std::optional<QString> readLabel = {}; ///< the dataset's own, "" = none; nothing = it is the one that is shown
};

/// What a user can change of a clip.
struct ClipState
{
    ClipRef clip;
    QString label; ///< emotion name; empty = not labelled
    bool excluded = false;
    QString split;

    friend bool operator==(const ClipState&, const ClipState&) = default;
};

/// Tree dataset > subject > clip over shared indices. Rows are places in the index; nothing is made per clip but its
/// number, and what a row shows is worked out when it is shown.
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
        SearchRole,                     ///< QString, everything the words of the filter look at
        RelabelledRole,                 ///< bool, the label is another than the dataset's own
        ExcludedRole,                   ///< bool
        SplitRole,                      ///< QString, "train", "val", "test" or empty
        PictureRole,                    ///< QImage, null while there is none
        MissingRole,                    ///< bool, of datasets: nothing is where they were
    };

    explicit LibraryModel(QObject* parent = nullptr);
    ~LibraryModel() override;

    /// Adds a dataset, or replaces the one with the same root in its place. `marks` is as long as its clips, or empty.
    void addDataset(std::shared_ptr<const DatasetIndex> index, std::vector<ClipMarks> marks = {}, bool missing = false);
    void removeDataset(const QString& root);
    void clear();
    std::shared_ptr<const DatasetIndex> dataset(const QString& root) const; ///< null if unknown
    std::vector<std::shared_ptr<const DatasetIndex>> datasets() const;      ///< those that are there
    bool isMissing(const QString& root) const;

    const ClipEntry* entry(const ClipRef& ref) const; ///< null if unknown; valid until the dataset changes
    ClipMarks marks(const ClipRef& ref) const;
    std::optional<ClipState> state(const ClipRef& ref) const; ///< nothing if unknown
    QModelIndex indexOf(const ClipRef& ref) const;
    ClipRef refOf(const QModelIndex& index) const; ///< of clips; else not valid
    int clipCount() const;
    int excludedCount(const QString& root) const;

    /// Unknown clips are passed over.
    void setStates(const std::vector<ClipState>& states);
    void setCoverage(const ClipRef& ref, const FaceCoverage& faces);

    /// Verdicts of one run; clips that are not in it get none.
    struct Judgement
    {
        QString predicted;
        Verdict verdict = Verdict::None;
    };
    void setJudgements(const QHash<ClipRef, Judgement>& judgements);

    void setPicture(const ClipRef& ref, const QImage& picture); ///< kept for the clips looked at last
    bool hasPicture(const ClipRef& ref) const { return m_pictures.contains(ref); }

    /// A clip in the order of the datasets, for whoever goes through all of them.
    struct Place
    {
        int dataset = 0;
        int clip = 0;
    };
    int datasetCount() const { return static_cast<int>(m_datasets.size()); }
    const DatasetIndex& indexAt(int dataset) const;
    const std::vector<ClipMarks>& marksAt(int dataset) const;
    Verdict verdictAt(Place place) const;
    const QString& searchTextAt(Place place) const; ///< lower case, without the verdict
    ClipRef refAt(Place place) const;
    /// Where a row stands in those orders: a clip, or a group whose clips are `clips`.
    struct Row
    {
        int dataset = -1;
        int clip = -1;                           ///< −1 = a group
        const std::vector<int>* clips = nullptr; ///< of subjects; null = the whole dataset
    };
    Row rowAt(int row, const QModelIndex& parent) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    /// Clips came, went or changed; comes before the signals of rows, so that filters know it first.
    void clipsChanged();

private:
    struct Group;
    struct Dataset;
    const Dataset* find(const QString& root) const;
    Dataset* find(const QString& root);
    std::unique_ptr<Dataset> makeDataset(std::shared_ptr<const DatasetIndex> index, std::vector<ClipMarks> marks,
                                         bool missing) const;
    Row rowOf(const QModelIndex& index) const;
    QVariant clipData(Place place, int role) const;
    QVariant groupData(const Row& row, const QModelIndex& index, int role) const;
    QString toolTip(Place place) const;
    static bool isRelabelled(const ClipEntry& clip, const ClipMarks& marks);
    QString searchText(Place place) const;
    QModelIndex indexOf(const Dataset& dataset, int clip) const;
    void announce(const Dataset& dataset, const std::vector<int>& clips);
    void announceAll(const Dataset& dataset);
    void renumber();

    std::vector<std::unique_ptr<Dataset>> m_datasets;
    QHash<ClipRef, Judgement> m_judgements;
    QCache<ClipRef, QImage> m_pictures;
};

/// UTF-8 path as QString and back.
QString pathToQString(const std::filesystem::path& path);
std::filesystem::path pathFromQString(const QString& text);

} // namespace mien
