// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/session.h"

#include "widgets/common/names.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

/// "labels.csv, line 3: what is odd"; what is known of the place.
QString withPlace(const Diagnostic& diagnostic)
{
    QStringList place;
    if (!diagnostic.file.empty()) place << toQString(diagnostic.file);
    if (diagnostic.line > 0) place << Session::tr("line %1").arg(diagnostic.line);
    const QString text = toQString(diagnostic.message);
    return place.isEmpty() ? text : QString(place.join(u", "_s) % u": "_s % text);
}

} // namespace

Session::Session(EngineThread::Loader loader, QObject* parent)
    : QObject(parent), m_engine(std::move(loader)), m_shortWork(2), m_tracker(m_longWork, m_jobs),
      m_runController(m_engine, m_shortWork, m_jobs, m_runs), m_crops(m_shortWork),
      m_people(m_tracker, m_selection, m_undo), m_thumbnails(m_shortWork),
      m_project(m_shortWork, m_longWork, m_jobs, m_library), m_clipEditor(m_project, m_library, m_undo)
{
    connectProject();
    connect(&m_selection, &Selection::clipChanged, this, &Session::openClip);
    connect(&m_selection, &Selection::runChanged, this, &Session::showRun);
    connect(&m_selection, &Selection::frameChanged, &m_playback, &Playback::seek);
    connect(&m_playback, &Playback::frameRequested, &m_selection, &Selection::setFrame);
    connect(&m_playback, &Playback::failed, this, [this](const QString& text) {
        emit message(MessageBar::Severity::Error, text);
        checkSettled();
    });
    connect(&m_playback, &Playback::frameShown, this, &Session::checkSettled);
    connect(&m_tracker, &ClipTracker::failed, this,
            [this](const QString& text) { emit message(MessageBar::Severity::Warning, text); });
    connect(&m_tracker, &ClipTracker::updated, this, &Session::checkSettled);
    connect(&m_selection, &Selection::personChanged, &m_tracker,
            [this](int person) { m_tracker.setPerson(person < 0 ? std::nullopt : std::optional(person)); });
    connect(&m_tracker, &ClipTracker::peopleKnown, this, &Session::choosePerson);
    connect(&m_people, &PeopleEditor::refused, this,
            [this](const QString& text) { emit message(MessageBar::Severity::Warning, text); });
    connect(&m_crops, &CropMaker::ready, this, &Session::checkSettled);
    connect(&m_runController, &RunController::failed, this,
            [this](const QString& text) { emit message(MessageBar::Severity::Error, text); });
    connect(&m_runController, &RunController::datasetNeeded, this, &Session::open);
    connect(&m_runController, &RunController::runReady, this, &Session::runReady);
    connect(&m_runController, &RunController::explained, this, &Session::takeExplanation);
    connect(&m_runController, &RunController::explainFailed, this,
            [this](const QString& folder, const QString& sample, const QString& text) {
                if (folder != m_selection.run() || sample != sampleOf(m_selection.clip())) return;
                m_explanationProblem = text;
                emit explanationChanged();
            });
    connect(&m_runController, &RunController::idle, this, &Session::checkSettled);
}

Session::~Session()
{
    m_jobs.cancelAll();
}

void Session::open(const QString& path)
{
    if (ProjectDocument::isProjectFile(path)) {
        m_project.open(path);
        return;
    }
    if (m_library.dataset(path) && !m_library.isMissing(path)) return; // the dataset of a run that is open already
    ++m_opening;
    const JobCenter::Job job = m_jobs.start(tr("Opening %1").arg(path), {.pause = false, .finishEarly = false});
    m_jobs.markRunning(job.id);
    m_shortWork.run(
        this, [path, control = job.control] { return openPath(pathFromQString(path), *control); },
        [this, path, id = job.id](const Result<Opened>& opened) {
            --m_opening;
            if (opened)
                m_jobs.drop(id);
            else
                m_jobs.fail(id, opened.error());
            take(path, opened);
            checkSettled();
        });
}

void Session::take(const QString& path, const Result<Opened>& opened)
{
    if (!opened) {
        if (opened.error().kind != ErrorKind::Cancelled)
            emit message(MessageBar::Severity::Error, toQString(opened.error().message()));
        return;
    }
    if (const auto* run = std::get_if<OpenedRun>(&*opened)) {
        m_runToShow = pathToQString(run->folder);
        m_runController.openFolder(m_runToShow);
    } else {
        takeDataset(std::get<OpenedDataset>(*opened));
    }
    emit pathOpened(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
}

void Session::takeDataset(const OpenedDataset& dataset)
{
    const DatasetIndex& index = *dataset.index;
    QStringList warnings;
    for (const Diagnostic& d : index.diagnostics)
        if (d.severity == Diagnostic::Severity::Warning) warnings << withPlace(d);
    if (!warnings.isEmpty())
        emit warned(tr("%n warning(s) in %1; the first: %2", nullptr, static_cast<int>(warnings.size()))
                        .arg(toQString(index.name), warnings.front()),
                    toQString(index.name), warnings);
    const QString root = pathToQString(index.root);
    const bool held = m_project.holds(root);
    if (index.clips.empty()) {
        if (!held) m_library.addDataset(dataset.index);
    } else if (held || (m_project.isOpen() && !m_project.isReadOnly())) {
        // Only the project knows what was made of the clips: they are shown when it has them.
        m_project.takeIn(dataset.index, [this, single = dataset.single](const QString& own) { lookAt(own, single); });
    } else {
        m_library.addDataset(dataset.index);
        lookAt(root, dataset.single);
    }
}

void Session::lookAt(const QString& root, bool single)
{
    const auto index = m_library.dataset(root);
    if (!index || index->clips.empty()) return;
    if (!m_runToShow.isEmpty())
        runReady(m_runToShow);
    else if (single || !m_selection.clip().isValid())
        m_selection.setClip({root, toQString(index->clips.front().id)});
}

void Session::openClip(const ClipRef& ref)
{
    m_explanation.reset();
    m_explanationProblem.clear();
    m_runController.forgetExplanation();
    m_playback.close();
    m_tracker.stop();
    m_thumbnails.stop();
    m_crops.clear();
    m_source = {};
    const unsigned request = ++m_clipRequest;
    emit explanationChanged();
    if (!m_library.entry(ref)) {
        emit clipClosed();
        return;
    }
    restoreEdits(ref);
    const ClipFiles files = filesOf(ref);
    if (files.dataset) return showClip(ref, files.list());
    ++m_listing; // the names are in the project's file
    m_shortWork.run(
        this, [files] { return files.list(); },
        [this, ref, request](const Result<std::vector<std::filesystem::path>>& named) {
            --m_listing;
            if (request == m_clipRequest && m_library.entry(ref)) showClip(ref, named);
            checkSettled();
        });
}

void Session::showClip(const ClipRef& ref, const Result<std::vector<std::filesystem::path>>& named)
{
    const ClipEntry* clip = m_library.entry(ref);
    if (!named || named->empty() || m_library.isMissing(ref.dataset)) {
        emit message(MessageBar::Severity::Error,
                     named ? tr("Nothing of %1 is where the project has it. Say where it lies now: File > Relink…")
                                 .arg(toQString(m_library.dataset(ref.dataset)->name))
                           : toQString(named.error().message()));
        emit clipClosed();
        return;
    }
    m_source = {*named};
    if (clip->isPartOfVideo()) m_source.part = FilmPart{clip->firstFrame, clip->frameCount};
    emit clipOpened(ref.clip);
    m_playback.open(m_source.files, m_source.part);
    track(ref);
    requestExplanation();
}

void Session::track(const ClipRef& ref)
{
    if (!m_source.files.empty()) m_tracker.start({ref.clip, m_source, m_followed, m_neutral, m_people.edited(ref)});
}

void Session::setFollowedFaces(FollowedFaces followed)
{
    if (m_followed == followed) return;
    m_followed = followed;
    m_selection.setPerson(-1);
    track(m_selection.clip());
    emit followedFacesChanged();
}

void Session::setNeutral(const NeutralChoice& neutral)
{
    m_neutral = neutral;
    m_tracker.setNeutral(neutral);
    const QString words = neutral == NeutralChoice() ? QString() : toQString(neutral.toString());
    if (!m_restoring) m_project.setValue(m_selection.clip(), u"neutral"_s, words);
    emit neutralChanged();
}

void Session::choosePerson()
{
    const People& people = m_tracker.people();
    const auto counts = [](const Person& p) { return p.excluded ? 0 : p.frames; };
    const Person* current = people.find(m_selection.person());
    if (current && counts(*current) > 0) return;
    const auto most = std::max_element(people.all().begin(), people.all().end(),
                                       [&](const Person& a, const Person& b) { return counts(a) < counts(b); });
    m_selection.setPerson(most != people.all().end() && counts(*most) > 0 ? most->id : -1);
}

void Session::exportTable(const QString& csv)
{
    const ClipRef ref = m_selection.clip();
    const auto& files = m_source.files;
    if (files.empty()) {
        emit message(MessageBar::Severity::Warning, tr("No clip is open. Choose one in the library first."));
        return;
    }
    const jobs::TableJob table{.input = files.size() == 1 ? files.front() : files.front().parent_path(),
                               .request = m_source,
                               .csv = pathFromQString(csv),
                               .neutral = m_neutral,
                               .people = m_followed == FollowedFaces::All ? m_people.edited(ref) : std::nullopt};
    const JobCenter::Job job = m_jobs.start(tr("Face table of %1").arg(ref.clip), {});
    m_longWork.run(
        this,
        [table, followed = m_followed, control = job.control]() -> Result<TableFacts> {
            auto tools = jobs::FaceTools::load();
            if (!tools) return tools.error();
            tools->options.faces = followed;
            return jobs::writeTable(table, *tools, *control);
        },
        [this, csv, id = job.id](const Result<TableFacts>& facts) {
            if (!facts) {
                m_jobs.fail(id, facts.error());
                if (facts.error().kind != ErrorKind::Cancelled)
                    emit message(MessageBar::Severity::Error, toQString(facts.error().message()));
                return;
            }
            const QString text = tr("%1 frames, %2 with a face, in %3").arg(facts->frames).arg(facts->faces).arg(csv);
            m_jobs.succeed(id, text);
            emit message(MessageBar::Severity::Info, text);
        });
}

void Session::runReady(const QString& folder)
{
    const RunRecord* run = m_runs.run(folder);
    if (!run) return;
    if (folder == m_selection.run()) {
        updateJudgements();
        requestExplanation();
    } else if (folder == m_runToShow || m_selection.run().isEmpty()) {
        m_selection.setRun(folder);
    }
    if (folder == m_runToShow) selectHeldOutClip(*run);
}

void Session::selectHeldOutClip(const RunRecord& run)
{
    // The first that shows an emotion and was recognised. Its dataset may still be on its way: then a later call
    // finds it.
    for (const Prediction& p : run.predictions) {
        if (run.report.task == Task::Classes) {
            const bool neutral = p.truth >= 0 && run.classes.at(static_cast<std::size_t>(p.truth)) == "neutral";
            if (neutral || p.predicted() != p.truth) continue;
        }
        const ClipRef ref = run.clipOf(p);
        if (!m_library.entry(ref)) continue;
        m_runToShow.clear();
        m_selection.setClip(ref);
        return;
    }
}

void Session::showRun(const QString&)
{
    m_explanation.reset();
    m_explanationProblem.clear();
    updateJudgements();
    emit explanationChanged();
    requestExplanation();
}

QString Session::sampleOf(const ClipRef& ref) const
{
    const RunRecord* run = m_runs.run(m_selection.run());
    if (!run) return ref.clip;
    const auto dataset = m_library.dataset(ref.dataset);
    return run->sampleOf(ref, toQString(dataset ? dataset->name : std::string()));
}

const Prediction* Session::prediction() const
{
    const RunRecord* run = m_runs.run(m_selection.run());
    return run ? run->predictionOf(sampleOf(m_selection.clip())) : nullptr;
}

void Session::updateJudgements()
{
    QHash<ClipRef, LibraryModel::Judgement> judgements;
    const RunRecord* run = m_runs.run(m_selection.run());
    if (run && run->report.task == Task::Classes) { // others do not say one thing of a clip
        for (const Prediction& p : run->predictions) {
            const int predicted = p.predicted();
            if (predicted < 0 || p.sample.find('#') != std::string::npos) continue; // a neutral sample is not the clip
            LibraryModel::Judgement judgement;
            judgement.predicted = toQString(run->classes.at(static_cast<std::size_t>(predicted)));
            if (p.truth >= 0) judgement.verdict = p.truth == predicted ? Verdict::Right : Verdict::Wrong;
            judgements.insert(run->clipOf(p), judgement);
        }
    }
    m_library.setJudgements(judgements);
}

QSet<ClipRef> Session::clipsOf(const ConfusionCell& cell) const
{
    QSet<ClipRef> clips;
    const RunRecord* run = m_runs.run(m_selection.run());
    if (!run) return clips;
    for (const Prediction& p : run->predictions)
        if (p.truth == cell.truth && p.predicted() == cell.predicted) clips.insert(run->clipOf(p));
    return clips;
}

void Session::requestExplanation()
{
    const RunRecord* run = m_runs.run(m_selection.run());
    if (!run || !m_selection.clip().isValid() || !m_library.entry(m_selection.clip())) return;
    if (run->state != RunRecord::State::Done && run->state != RunRecord::State::FinishedEarly) return;
    const QString sample = sampleOf(m_selection.clip());
    if (sample.isEmpty()) return; // a clip of another dataset
    if (m_runController.isTraining())
        m_explanationProblem = tr("The map is computed when the training under way has ended");
    emit explanationChanged();
    m_runController.explain(m_selection.run(), sample);
}

void Session::takeExplanation(const QString& folder, const QString& sample,
                              const std::shared_ptr<const jobs::Explanation>& explanation)
{
    if (folder != m_selection.run() || sample != sampleOf(m_selection.clip())) return;
    m_explanation = explanation;
    m_explanationProblem.clear();
    emit explanationChanged();
    if (m_seeksApex && !m_playback.isPlaying()) m_selection.setFrame(apexFrame());
}

int Session::apexFrame() const
{
    const HeatMap& map = m_explanation->map;
    if (map.overPictures) return map.frames.empty() ? 0 : map.frames.back();
    int best = 0;
    double most = -1;
    for (int column = 1; column < map.map.columns; ++column) {
        double sum = 0;
        for (const float s : map.strengthAt(column)) sum += s;
        if (sum > most) {
            most = sum;
            best = column;
        }
    }
    return best < static_cast<int>(map.frames.size()) ? map.frames[static_cast<std::size_t>(best)] : 0;
}

int Session::columnOf(int frame) const
{
    if (!m_explanation) return -1;
    const auto& frames = m_explanation->map.frames;
    int best = -1;
    for (int column = 0; column < static_cast<int>(frames.size()); ++column)
        if (best < 0 || std::abs(frames[static_cast<std::size_t>(column)] - frame) <=
                            std::abs(frames[static_cast<std::size_t>(best)] - frame))
            best = column;
    return best;
}

bool Session::isSettled() const
{
    return m_opening == 0 && m_listing == 0 && !m_project.isBusy() && !m_runController.isReading() &&
           !m_runController.isExplaining() && !m_tracker.isBusy() && !m_playback.isOpening() &&
           !(m_playback.isOpen() && m_playback.isWaiting()) && !m_crops.isBusy();
}

void Session::checkSettled()
{
    if (isSettled()) emit settled();
}

} // namespace mien
