// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/project_document.h"

#include "app/engine/background_pool.h"
#include "app/gui/job_center.h"
#include "core/base/text.h"
#include "widgets/common/names.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// "18/20": found of frames.
FaceCoverage coverageOf(const QString& text)
{
    return {text.section(u'/', 1).toInt(), text.section(u'/', 0, 0).toInt()};
}

} // namespace

/// What the window shows of a project, made on the thread that has it.
struct ProjectDocument::Content
{
    struct Dataset
    {
        int source = 0;
        std::shared_ptr<const DatasetIndex> index; ///< without the names of files
        std::vector<ClipMarks> marks;
    };
    std::vector<ProjectSource> sources;
    std::vector<Dataset> datasets; ///< one for each source
    QHash<ClipRef, Clip> clips;
    QHash<int, ClipRef> refs;
    Values values;
};

/// A project on its way back to the window.
struct ProjectDocument::Handed
{
    std::shared_ptr<Project> project;
    Content content;
    Result<int> changed = 0; ///< source that the worker changed, or why it could not
    QString backup;          ///< that a damaged file would be repaired from
};

/// A project that a worker has, and what was made of its clips meanwhile. Only the window's thread fills it; the worker
/// merely holds it. What is still in it when the last of both lets go (the window has closed the project, or is gone)
/// is written then.
struct ProjectDocument::Loan
{
    explicit Loan(std::shared_ptr<Project> lent) : project(std::move(lent)) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan()
    {
        const auto say = [this](const Error& error) {
            qWarning("%s: %s", project->file().c_str(), error.message().c_str()); // no window is left to say it
        };
        for (const auto& step : edits)
            if (const auto written = project->apply(step); !written) say(written.error());
        if (!values.empty())
            if (const auto written = project->setValues(values); !written) say(written.error());
        if (!edits.empty() || !values.empty()) project->leaveThread();
    }

    std::shared_ptr<Project> project;
    std::vector<std::vector<ClipEdit>> edits; ///< step by step
    std::vector<ClipValue> values;
};

ProjectDocument::ProjectDocument(BackgroundPool& shortWork, BackgroundPool& longWork, JobCenter& jobs,
                                 LibraryModel& library, QObject* parent)
    : QObject(parent), m_pool(shortWork), m_longWork(longWork), m_jobs(jobs), m_library(library)
{
}

ProjectDocument::~ProjectDocument() = default;

QString ProjectDocument::name() const
{
    return QFileInfo(m_file).completeBaseName();
}

ProjectDocument::Content ProjectDocument::contentOf(const Project& project)
{
    Content content;
    content.sources = project.sources();
    std::map<int, std::size_t> places;
    std::vector<std::shared_ptr<DatasetIndex>> indexes;
    for (const ProjectSource& source : content.sources) {
        places[source.id] = indexes.size();
        auto index = std::make_shared<DatasetIndex>();
        index->reader = source.reader;
        index->name = source.name;
        index->root = source.path;
        indexes.push_back(index);
        content.datasets.push_back({source.id, index, {}});
    }
    for (const ProjectClip& clip : project.clips()) {
        const std::size_t place = places.at(clip.source);
        indexes[place]->clips.push_back(clip.entry);
        content.datasets[place].marks.push_back(
            {clip.excluded, toQString(clip.split), {}, toQString(clip.readLabel.value_or(std::string()))});
        const ClipRef ref{pathToQString(indexes[place]->root), toQString(clip.entry.id)};
        content.clips.insert(ref, {clip.id, clip.readLabel});
        content.refs.insert(clip.id, ref);
    }
    content.values = valuesOf(project, content.refs);
    for (Content::Dataset& dataset : content.datasets) {
        const QString root = pathToQString(dataset.index->root);
        for (std::size_t i = 0; i < dataset.marks.size(); ++i) {
            const auto known = content.values.constFind({root, toQString(dataset.index->clips[i].id)});
            if (known == content.values.constEnd()) continue;
            if (const auto faces = known->find(u"faces"_s); faces != known->end())
                dataset.marks[i].faces = coverageOf(faces->second);
        }
    }
    return content;
}

ProjectDocument::Values ProjectDocument::valuesOf(const Project& project, const QHash<int, ClipRef>& refs)
{
    Values all;
    if (const auto values = project.values())
        for (const ClipValue& value : *values)
            all[refs.value(value.clip)][toQString(value.name)] = toQString(value.value);
    return all;
}

ProjectDocument::Outcome ProjectDocument::hand(const std::shared_ptr<Project>& project, const Change& change)
{
    // Whatever happens, the next thread makes a connection of its own.
    struct Leave
    {
        Project& project;
        ~Leave() { project.leaveThread(); }
    } leave{*project};
    auto handed = std::make_shared<Handed>();
    handed->project = project;
    if (change) handed->changed = change(*project);
    handed->content = contentOf(*project);
    return handed;
}

void ProjectDocument::openBy(const QString& file, bool create, std::function<Result<Project>()> make)
{
    ++m_opening;
    m_openingFile = file;
    const unsigned request = ++m_request;
    const JobCenter::Job job = m_jobs.start(tr("Opening %1").arg(file), {.pause = false, .finishEarly = false});
    m_jobs.markRunning(job.id);
    m_pool.run(
        this,
        [file, make = std::move(make)]() -> Outcome {
            auto project = make();
            if (project) return hand(std::make_shared<Project>(std::move(*project)), {});
            auto failed = std::make_shared<Handed>();
            failed->changed = project.error();
            if (const auto backup = Project::backupForRepair(pathFromQString(file)))
                failed->backup = pathToQString(*backup);
            return failed;
        },
        [this, file, create, request, id = job.id](const Outcome& outcome) {
            --m_opening;
            m_jobs.drop(id);
            const bool isWanted = request == m_request; // else something was opened or closed since
            if (isWanted) m_openingFile.clear();
            const Result<int> done = outcome ? (*outcome)->changed : Result<int>(outcome.error());
            if (done && isWanted) {
                takeOver(*outcome);
                emit opened(create);
            } else if (done) {
                // What was asked for later is shown.
            } else if (isWanted && outcome && !(*outcome)->backup.isEmpty()) {
                emit damaged(file, toQString(done.error().message()), (*outcome)->backup);
            } else {
                emit message(MessageBar::Severity::Error, toQString(done.error().message()));
            }
            emit idle();
        });
}

void ProjectDocument::open(const QString& file)
{
    if (!m_openingFile.isEmpty() && QFileInfo(file) == QFileInfo(m_openingFile)) return;
    if (isOpen() && QFileInfo(file) == QFileInfo(m_file)) {
        ++m_request; // it stays: nothing that is still being opened is wanted any more
        m_openingFile.clear();
        return;
    }
    openBy(file, false, [path = pathFromQString(file)] { return Project::open(path); });
}

void ProjectDocument::repair(const QString& file)
{
    openBy(file, false, [path = pathFromQString(file)]() -> Result<Project> {
        if (const auto repaired = Project::repair(path); !repaired) return repaired.error();
        return Project::open(path);
    });
}

void ProjectDocument::create(const QString& file)
{
    // What is shown moves in: of another project only what its datasets say, for what was made of them is that one's.
    std::vector<std::shared_ptr<const DatasetIndex>> shown =
        isOpen() ? decltype(m_library.datasets()){} : m_library.datasets();
    openBy(file, true, [path = pathFromQString(file), shown = std::move(shown)]() -> Result<Project> {
        std::vector<const DatasetIndex*> datasets;
        for (const auto& index : shown) datasets.push_back(index.get());
        return Project::create(path, datasets);
    });
}

void ProjectDocument::takeOver(const std::shared_ptr<Handed>& handed)
{
    reset();
    m_project = handed->project;
    m_file = pathToQString(m_project->file());
    m_readOnlyReason = toQString(m_project->readOnlyReason());
    show(handed->content, 0);
    emit sourcesChanged();
    if (isReadOnly())
        emit message(MessageBar::Severity::Warning, tr("%1 can only be read: %2. Nothing that you change will be kept.")
                                                        .arg(QFileInfo(m_file).fileName(), m_readOnlyReason));
}

void ProjectDocument::close()
{
    ++m_request;
    m_openingFile.clear();
    reset();
    emit closed();
}

void ProjectDocument::reset()
{
    ++m_generation;
    m_loan.reset(); // what waits is written by the worker
    m_project.reset();
    m_file.clear();
    m_readOnlyReason.clear();
    m_sources.clear();
    m_clips.clear();
    m_refs.clear();
    m_values.clear();
    m_waitingLoans.clear();
    m_library.clear();
}

std::vector<ProjectDocument::Source> ProjectDocument::sources() const
{
    std::vector<Source> all;
    for (const ProjectSource& source : m_sources)
        all.push_back({pathToQString(source.path), toQString(source.name), source.missing});
    return all;
}

bool ProjectDocument::holds(const QString& root) const
{
    return std::any_of(m_sources.begin(), m_sources.end(),
                       [&](const ProjectSource& source) { return pathToQString(source.path) == root; });
}

/// `source` 0 = all of them. Returns those that lie elsewhere now.
QHash<QString, QString> ProjectDocument::show(Content& content, int source)
{
    QHash<QString, QString> moved;
    for (const ProjectSource& before : m_sources) {
        const auto now = std::find_if(content.sources.begin(), content.sources.end(),
                                      [&](const ProjectSource& s) { return s.id == before.id; });
        if (now != content.sources.end() && now->path == before.path) continue;
        m_library.removeDataset(pathToQString(before.path));
        if (now != content.sources.end()) moved.insert(pathToQString(before.path), pathToQString(now->path));
    }
    for (std::size_t i = 0; i < content.datasets.size(); ++i) {
        Content::Dataset& dataset = content.datasets[i];
        if (source != 0 && dataset.source != source) continue;
        m_library.addDataset(dataset.index, std::move(dataset.marks), content.sources[i].missing);
    }
    m_sources = std::move(content.sources);
    m_clips = std::move(content.clips);
    m_refs = std::move(content.refs);
    m_values = std::move(content.values);
    return moved;
}

void ProjectDocument::lend(const QString& title, Change change, std::function<void(const Result<int>&)> done)
{
    if (m_loan) {
        m_waitingLoans.push_back(
            [this, title, change = std::move(change), done = std::move(done)] { lend(title, change, done); });
        return;
    }
    m_loan = std::make_shared<Loan>(m_project);
    m_project->leaveThread();
    const JobCenter::Job job = m_jobs.start(title, {.pause = false, .finishEarly = false});
    m_jobs.markRunning(job.id);
    m_pool.run(
        this, [loan = m_loan, change = std::move(change)] { return hand(loan->project, change); },
        [this, id = job.id, done = std::move(done), generation = m_generation](const Outcome& outcome) {
            m_jobs.drop(id);
            if (generation == m_generation) returned(outcome, done);
        });
}

void ProjectDocument::returned(const Outcome& outcome, const std::function<void(const Result<int>&)>& done)
{
    const auto loan = std::exchange(m_loan, nullptr);
    m_readOnlyReason = toQString(m_project->readOnlyReason());
    const Result<int> changed = outcome ? (*outcome)->changed : Result<int>(outcome.error());
    QHash<QString, QString> moved;
    if (changed) moved = show((*outcome)->content, *changed);
    writeWaiting(*loan);
    if (!moved.isEmpty()) emit sourcesMoved(moved);
    if (changed) emit sourcesChanged();
    if (!changed) emit message(MessageBar::Severity::Error, toQString(changed.error().message()));
    if (done) done(changed);
    lendNext();
    emit idle();
}

void ProjectDocument::lendNext()
{
    if (m_loan || m_waitingLoans.empty()) return;
    const auto next = m_waitingLoans.front();
    m_waitingLoans.erase(m_waitingLoans.begin());
    next();
}

/// What cannot be written is said, and shown no longer.
void ProjectDocument::writeWaiting(Loan& loan)
{
    const auto say = [this](const Error& error) {
        emit message(MessageBar::Severity::Error, toQString(error.message()));
    };
    std::vector<ClipState> stored;
    for (const auto& edits : std::exchange(loan.edits, {})) {
        if (const auto written = m_project->apply(edits); !written) say(written.error());
        for (const ClipEdit& edit : edits)
            if (const ProjectClip* clip = m_project->clip(edit.clip))
                stored.push_back({m_refs.value(clip->id), toQString(clip->entry.label.value_or(std::string())),
                                  clip->excluded, toQString(clip->split)});
    }
    m_library.setStates(stored);
    const auto values = std::exchange(loan.values, {});
    if (values.empty()) return;
    if (const auto written = m_project->setValues(values); !written) {
        say(written.error());
        m_values = valuesOf(*m_project, m_refs);
        return;
    }
    for (const ClipValue& value : values) {
        const ClipRef clip = m_refs.value(value.clip);
        m_values[clip][toQString(value.name)] = toQString(value.value);
        if (value.name == "faces") m_library.setCoverage(clip, coverageOf(toQString(value.value)));
    }
}

void ProjectDocument::takeIn(const std::shared_ptr<const DatasetIndex>& index, std::function<void(const QString&)> done)
{
    if (!isOpen()) return;
    const auto take = [index](Project& project) -> Result<int> {
        if (!project.isReadOnly()) return project.putSource(*index);
        auto again = Project::open(project.file());
        if (!again) return again.error();
        project = std::move(*again);
        return 0;
    };
    lend(tr("Taking %1 into the project").arg(toQString(index->name)), take,
         [this, root = pathToQString(index->root), done = std::move(done)](const Result<int>& taken) {
             if (!taken || !done) return;
             const auto at = std::find_if(m_sources.begin(), m_sources.end(),
                                          [&](const ProjectSource& source) { return source.id == *taken; });
             done(at == m_sources.end() ? root : pathToQString(at->path));
         });
}

void ProjectDocument::removeSource(const QString& root)
{
    for (const ProjectSource& source : m_sources) {
        if (pathToQString(source.path) != root) continue;
        lend(
            tr("Removing %1").arg(toQString(source.name)),
            [id = source.id](Project& project) -> Result<int> {
                if (const auto removed = project.removeSource(id); !removed) return removed.error();
                return -1; // no dataset has to be shown anew
            },
            [this, root](const Result<int>& removed) {
                if (removed) emit sourceRemoved(root);
            });
        return;
    }
}

void ProjectDocument::relink(const QString& root, const QString& folder)
{
    for (const ProjectSource& source : m_sources) {
        if (pathToQString(source.path) != root) continue;
        lend(tr("Looking for %1").arg(toQString(source.name)),
             [id = source.id, path = pathFromQString(folder)](Project& project) -> Result<int> {
                 if (const auto found = project.relink(id, path); !found) return found.error();
                 return 0; // others may have followed
             },
             {});
        return;
    }
}

void ProjectDocument::exportTo(const QString& folder)
{
    const JobCenter::Job job = m_jobs.start(tr("Exporting %1").arg(name()), {});
    m_longWork.run(
        this,
        [file = pathFromQString(m_file), folder = pathFromQString(folder),
         control = job.control]() -> Result<std::vector<std::string>> {
            const auto project = Project::open(file); // reads beside the window
            if (!project) return project.error();
            return project->exportTo(folder, *control);
        },
        [this, folder, id = job.id](const Result<std::vector<std::string>>& exported) {
            if (exported) {
                m_jobs.succeed(id, folder);
                if (exported->empty())
                    emit message(MessageBar::Severity::Info, tr("The project and all its files are in %1").arg(folder));
                else
                    emit message(MessageBar::Severity::Warning,
                                 tr("The project is in %1, without %n clip(s) whose files are gone: %2", nullptr,
                                    static_cast<int>(exported->size()))
                                     .arg(folder, toQString(text::join(*exported, ", "))));
                return;
            }
            m_jobs.fail(id, exported.error());
            if (exported.error().kind != ErrorKind::Cancelled)
                emit message(MessageBar::Severity::Error, toQString(exported.error().message()));
        });
}

int ProjectDocument::idOf(const ClipRef& clip) const
{
    const auto at = m_clips.constFind(clip);
    return at == m_clips.constEnd() ? 0 : at->id;
}

std::optional<ClipRef> ProjectDocument::refOf(int id) const
{
    const auto at = m_refs.constFind(id);
    return at == m_refs.constEnd() ? std::nullopt : std::optional(*at);
}

Result<void> ProjectDocument::apply(const std::vector<ClipState>& states)
{
    if (!isOpen()) return Error::usage("there is no project that could keep it", {}, "File > New Project");
    if (isReadOnly())
        return Error::usage("the project can only be read: " + m_readOnlyReason.toStdString(), m_file.toStdString(),
                            remedyOfReadOnly);
    std::vector<ClipEdit> edits;
    edits.reserve(states.size());
    for (const ClipState& state : states) {
        const int id = idOf(state.clip);
        if (id == 0)
            return Error::usage("the project does not hold the clip " + state.clip.clip.toStdString(),
                                state.clip.dataset.toStdString(), "take its dataset in again: File > Open…");
        edits.push_back({id, state.label.isEmpty() ? std::nullopt : std::optional(state.label.toStdString()),
                         state.excluded, state.split.toStdString()});
    }
    if (m_loan)
        m_loan->edits.push_back(std::move(edits));
    else if (const auto applied = m_project->apply(edits); !applied)
        return applied.error();
    m_library.setStates(states);
    return {};
}

QString ProjectDocument::value(const ClipRef& clip, const QString& name) const
{
    const auto values = m_values.constFind(clip);
    if (values == m_values.constEnd()) return {};
    const auto at = values->find(name);
    return at == values->end() ? QString() : at->second;
}

void ProjectDocument::setValue(const ClipRef& clip, const QString& name, const QString& value)
{
    setValues({{clip, name, value}});
}

void ProjectDocument::setValues(const std::vector<Value>& values)
{
    if (!isOpen() || isReadOnly()) return;
    std::vector<ClipValue> kept;
    for (const Value& value : values) {
        const int id = idOf(value.clip);
        if (id == 0 || this->value(value.clip, value.name) == value.value) continue;
        m_values[value.clip][value.name] = value.value;
        kept.push_back({id, value.name.toStdString(), value.value.toStdString()});
    }
    if (kept.empty()) return;
    if (m_loan)
        m_loan->values.insert(m_loan->values.end(), kept.begin(), kept.end());
    else if (const auto written = m_project->setValues(kept); !written)
        emit message(MessageBar::Severity::Error, toQString(written.error().message()));
}

std::optional<ClipFiles> ProjectDocument::filesOf(const ClipRef& clip) const
{
    const auto at = m_clips.constFind(clip);
    if (at == m_clips.constEnd()) return std::nullopt;
    return ClipFiles{nullptr, {}, pathFromQString(m_file), pathFromQString(clip.dataset), at->id};
}

std::vector<ClipOverride> ProjectDocument::overridesOf(const QString& root) const
{
    std::vector<ClipOverride> all;
    const auto index = holds(root) ? m_library.dataset(root) : nullptr;
    if (!index) return all;
    for (const ClipEntry& entry : index->clips) {
        const ClipRef ref{root, toQString(entry.id)};
        const auto kept = m_clips.constFind(ref);
        if (kept == m_clips.constEnd()) continue;
        const ClipMarks marks = m_library.marks(ref);
        if (auto made = overrideOf({kept->id, 0, entry, kept->readLabel, marks.excluded, marks.split.toStdString()}))
            all.push_back(std::move(*made));
    }
    return all;
}

} // namespace mien
