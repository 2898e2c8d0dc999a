// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/clip_files.h"
#include "core/project/project.h"
#include "widgets/common/message_bar.h"
#include "widgets/itemmodels/library_model.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace mien {

class BackgroundPool;
class JobCenter;

/// The project that is open in the window; none is a state, too.
///
/// The window's thread owns the Project. Edits of labels, exclusions, splits and values are written on it, because they
/// are short (1,000 clips in some 10 ms) and a person expects them to be on the disk. What may take longer, such as
/// opening, taking a dataset in or looking for moved folders, is done by a worker to whom the Project is lent: it
/// leaves one thread before the other uses it, so that no connection is shared. While it is lent the window shows
/// copies (the library, m_clips, m_values), and edits wait for its return; where nobody awaits that any more, whoever
/// lets go of the loan last writes them. Exports and files of clips go through read-only connections of their own.
/// Thread: of the GUI.
class ProjectDocument final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive the document. `library` shows what the project holds; exports are work for `longWork`.
    ProjectDocument(BackgroundPool& shortWork, BackgroundPool& longWork, JobCenter& jobs, LibraryModel& library,
                    QObject* parent = nullptr);
    ~ProjectDocument() override;

    bool isOpen() const { return !m_file.isEmpty(); }
    bool isBusy() const { return m_opening > 0 || m_loan; }
    const QString& file() const { return m_file; }
    QString name() const;
    bool isReadOnly() const { return !m_readOnlyReason.isEmpty(); }
    const QString& readOnlyReason() const { return m_readOnlyReason; }

    static bool isProjectFile(const QString& path) { return path.endsWith(QLatin1String(".mien")); }

    /// Makes a project of what the library shows. Failures come as messages.
    void create(const QString& file);
    void open(const QString& file);   ///< in the place of what is shown
    void repair(const QString& file); ///< from its newest sound backup, then opens it
    void close();                     ///< empties the library

    struct Source
    {
        QString root;
        QString name;
        bool missing = false;
    };
    std::vector<Source> sources() const;
    bool holds(const QString& root) const;

    /// Takes a dataset in, shows it as the project has it then and calls `done` with its root there. Where the project
    /// can only be read, it is read anew: its dataset may have come back.
    void takeIn(const std::shared_ptr<const DatasetIndex>& index, std::function<void(const QString& root)> done = {});
    void removeSource(const QString& root);
    void relink(const QString& root, const QString& folder);
    void exportTo(const QString& folder); ///< a new folder; as a job

    /// Number of a clip of the project, which it keeps wherever its dataset is found; 0 = none.
    int idOf(const ClipRef& clip) const;
    std::optional<ClipRef> refOf(int id) const; ///< where it is now; nothing = it is no longer in the project

    /// Changes clips in the library and in the file, all or none. Usage error where there is no project to keep it.
    Result<void> apply(const std::vector<ClipState>& states);

    /// Text that belongs to a clip under a name: empty = none. Nothing is kept of clips outside of the project.
    QString value(const ClipRef& clip, const QString& name) const;
    void setValue(const ClipRef& clip, const QString& name, const QString& value);
    struct Value
    {
        ClipRef clip;
        QString name;
        QString value;
    };
    void setValues(const std::vector<Value>& values);

    /// Nothing for clips outside of the project.
    std::optional<ClipFiles> filesOf(const ClipRef& clip) const;

    /// What a user made of a source's clips, for runs.
    std::vector<ClipOverride> overridesOf(const QString& root) const;

signals:
    void opened(bool created); ///< created: of what the library showed before
    void closed();
    void sourcesChanged();
    void sourceRemoved(const QString& root);
    void sourcesMoved(const QHash<QString, QString>& roots); ///< found elsewhere: the new root by the old one
    void message(mien::MessageBar::Severity severity, const QString& text);
    void damaged(const QString& file, const QString& problem, const QString& backup); ///< repair() would mend it
    void idle();

private:
    struct Content;
    struct Handed;
    struct Loan;
    struct Clip
    {
        int id = 0;
        std::optional<std::string> readLabel;
    };
    using Values = QHash<ClipRef, std::map<QString, QString>>;
    using Outcome = Result<std::shared_ptr<Handed>>;
    using Change = std::function<Result<int>(Project&)>; ///< the source that it concerned, 0 = all
    static Content contentOf(const Project& project);
    static Values valuesOf(const Project& project, const QHash<int, ClipRef>& refs);
    static Outcome hand(const std::shared_ptr<Project>& project, const Change& change);
    void openBy(const QString& file, bool create, std::function<Result<Project>()> make);
    void takeOver(const std::shared_ptr<Handed>& handed);
    void reset();
    void lend(const QString& title, Change change, std::function<void(const Result<int>&)> done);
    QHash<QString, QString> show(Content& content, int source);
    void returned(const Outcome& outcome, const std::function<void(const Result<int>&)>& done);
    void writeWaiting(Loan& loan);
    void lendNext();

    BackgroundPool& m_pool;
    BackgroundPool& m_longWork;
    JobCenter& m_jobs;
    LibraryModel& m_library;
    std::shared_ptr<Project> m_project; ///< not to be touched while it is lent
    std::shared_ptr<Loan> m_loan;       ///< null = it is here
    int m_opening = 0;
    unsigned m_request = 0;    ///< of openings: only what was asked for last is shown
    QString m_openingFile;     ///< of that one, until it is there
    unsigned m_generation = 0; ///< of projects: what comes of an older one is dropped
    QString m_file;
    QString m_readOnlyReason;
    std::vector<ProjectSource> m_sources;
    QHash<ClipRef, Clip> m_clips;
    QHash<int, ClipRef> m_refs; ///< by ProjectClip::id
    Values m_values;
    std::vector<std::function<void()>> m_waitingLoans;
};

} // namespace mien
