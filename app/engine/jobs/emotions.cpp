// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/emotions.h"

#include "app/engine/jobs/run_data.h"
#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/facs/emotion_rules.h"
#include "core/facs/emotions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace mien::jobs {

namespace fs = std::filesystem;

namespace {

constexpr const char* neutral = "neutral";
constexpr const char* tableFile = "emotions.csv";
constexpr int controlRuns = 20;

/// A clip that shows a known emotion.
struct LabelledClip
{
    std::string id, subject, emotion;
    std::map<int, std::string> roles; ///< by fold
    std::vector<std::size_t> samples; ///< in RunData::samples
};

std::vector<int> numbersOf(const std::vector<std::string>& names)
{
    std::vector<int> numbers;
    for (const std::string& name : names)
        numbers.push_back(static_cast<int>(text::toInt(std::string_view(name).substr(2)).value())); // "AU12"
    return numbers;
}

/// Neutral and the emotions of the clips, those of the program's list first.
std::vector<std::string> classesOf(const std::vector<LabelledClip>& clips)
{
    std::set<std::string> shown = {neutral};
    for (const LabelledClip& clip : clips) shown.insert(clip.emotion);
    std::vector<std::string> classes;
    for (const std::string_view name : emotionNames)
        if (shown.erase(std::string(name))) classes.emplace_back(name);
    classes.insert(classes.end(), shown.begin(), shown.end());
    return classes;
}

int indexOf(const std::vector<std::string>& classes, const std::string& name)
{
    const auto at = std::find(classes.begin(), classes.end(), name);
    return at == classes.end() ? -1 : static_cast<int>(at - classes.begin());
}

/// Shares of the scores, in order of the classes.
std::vector<double> sharesOf(const std::vector<std::pair<std::string, double>>& scores,
                             const std::vector<std::string>& classes)
{
    std::vector<double> shares(classes.size());
    double sum = 0;
    for (const auto& [emotion, score] : scores)
        if (const int at = indexOf(classes, emotion); at >= 0) sum += shares[static_cast<std::size_t>(at)] = score;
    if (sum > 0)
        for (double& share : shares) share /= sum;
    else
        shares.front() = 1; // no set has any of its units: neutral
    return shares;
}

std::string byRules(const std::vector<int>& units, const std::vector<double>& probabilities, double presentFrom)
{
    std::vector<SeenUnit> seen;
    for (std::size_t u = 0; u < units.size(); ++u)
        if (probabilities[u] >= presentFrom) seen.push_back({units[u], {}, probabilities[u]});
    return emotionOfUnits(seen).value_or(neutral);
}

class EmotionLearner
{
public:
    EmotionLearner(const EmotionsJob& job, Engine& engine, const RunControl& control)
        : m_job(job), m_engine(engine), m_control(control)
    {
    }

    Result<EmotionsResult> run()
    {
        std::error_code code;
        if (fs::exists(m_job.folder, code) && !fs::is_empty(m_job.folder, code))
            return Error::usage("the folder is not empty", m_job.folder.string(), "choose another folder");
        if (m_job.table) {
            auto table = readEmotionTable(*m_job.table);
            if (!table) return table.error();
            m_given = std::move(*table);
        }
        if (auto read = readClips(); !read) return read.error();
        auto network = m_engine.load(m_parent->config, m_parent->folder);
        if (!network) return network.error();
        for (const int fold : (*network)->folds())
            if (auto done = runFold(**network, fold); !done) return done.error();
        return write();
    }

private:
    Result<void> readClips()
    {
        RunConfig asked;
        asked.network = emotionsNetwork;
        asked.parentRun = m_job.units.string();
        auto parent = parentOf(asked, m_engine);
        if (!parent) return parent.error();
        m_parent = std::move(*parent);
        const ModelInfo* model = m_engine.model(m_parent->config.network);
        if (!model || model->task != Task::Units)
            return Error::usage(m_parent->config.network + " does not look for action units", m_job.units.string(),
                                "name a run of mobilenet3d_au or vgg16_au");
        auto data = readRunData(m_parent->config, m_engine, m_control);
        if (!data) return data.error();
        m_data = std::move(*data);
        auto source = clipSource(*m_data);
        if (!source) return source.error();
        m_source = std::move(*source);
        m_units = numbersOf(m_data->classes);
        if (auto split = refuseLeaks(); !split) return split;
        gatherClips();
        std::set<std::string> emotions;
        for (const LabelledClip& clip : m_clips) emotions.insert(clip.emotion);
        if (emotions.size() < 2)
            return Error::input("the clips of the unit run show fewer than two emotions", m_job.units.string(),
                                "take a dataset with action units and emotions");
        m_classes = classesOf(m_clips);
        return {};
    }

    Result<void> refuseLeaks() const
    {
        std::set<std::pair<int, std::string>> learned;
        for (const SplitRow& row : m_parent->splits)
            if (row.role != "test") learned.insert({row.fold, row.subject});
        for (const SplitRow& row : m_parent->splits)
            if (row.role == "test" && learned.count({row.fold, row.subject}))
                return Error::usage("fold " + std::to_string(row.fold) + " of the unit run holds out " + row.subject +
                                        ", from whom it learned",
                                    m_job.units.string(), "train it under a protocol of whole subjects");
        return {};
    }

    void gatherClips()
    {
        std::map<std::string, std::map<int, std::string>> roles; // of samples
        for (const SplitRow& row : m_parent->splits) roles[row.sample][row.fold] = row.role;
        for (std::size_t i = 0; i < m_data->samples.size(); ++i) {
            const Sample& sample = m_data->samples[i];
            const auto label = m_data->labels.find(sample.clip);
            const auto role = roles.find(sample.id);
            if (label == m_data->labels.end() || role == roles.end()) continue;
            if (m_clips.empty() || m_clips.back().id != sample.clip)
                m_clips.push_back({sample.clip, sample.subject, label->second, {}, {}});
            m_clips.back().roles.insert(role->second.begin(), role->second.end());
            m_clips.back().samples.push_back(i);
        }
    }

    /// The units of a clip as the fold's network sees them: the mean over those of its samples that can be read. What
    /// cannot is left out, as in training, and that is said; nothing where none can.
    Result<std::optional<std::vector<double>>> look(LoadedRun& network, const LabelledClip& clip, int fold)
    {
        std::vector<double> mean(m_units.size());
        int looked = 0;
        for (const std::size_t i : clip.samples) {
            if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            const auto built = m_source->load(i);
            if (!built) {
                leaveOut(i, built.error());
                continue;
            }
            const auto prediction = network.predict(*built, fold);
            if (!prediction) return prediction.error();
            for (std::size_t u = 0; u < mean.size(); ++u) mean[u] += prediction->probabilities.at(u);
            ++looked;
        }
        if (looked == 0) {
            m_lost.insert(&clip);
            return std::optional<std::vector<double>>();
        }
        for (double& unit : mean) unit /= looked;
        return std::optional(std::move(mean));
    }

    /// Said once, not in every fold.
    void leaveOut(std::size_t sample, const Error& error)
    {
        if (!m_unread.insert(sample).second) return;
        m_control.report(Diagnostic{Diagnostic::Severity::Warning, {}, 0, error.message() + "; left out"});
        m_problem = error;
    }

    Result<void> runFold(LoadedRun& network, int fold)
    {
        std::vector<UnitClip> training, validation;
        std::vector<std::pair<const LabelledClip*, UnitClip>> held;
        std::int64_t done = 0;
        bool lostHeld = false, lostLearned = false;
        for (const LabelledClip& clip : m_clips) {
            const auto role = clip.roles.find(fold);
            if (role == clip.roles.end()) continue;
            auto seen = look(network, clip, fold);
            if (!seen) return seen.error();
            const bool isHeld = role->second == "test";
            if (!*seen) {
                (isHeld ? lostHeld : lostLearned) = true;
                continue;
            }
            const UnitClip one{clip.emotion, std::move(**seen)};
            if (isHeld)
                held.emplace_back(&clip, one);
            else
                (role->second == "val" ? validation : training).push_back(one);
            m_control.report(Progress{"looking at units, fold " + std::to_string(fold), ++done,
                                      static_cast<std::int64_t>(m_clips.size())});
        }
        if ((held.empty() && lostHeld) || (training.empty() && !m_given && lostLearned)) return *m_problem;
        const EmotionTable table =
            m_given ? *m_given : chooseEmotionTable(training, validation, m_units, m_job.options).table;
        m_tables[fold] = table;
        for (const auto& [clip, seen] : held) {
            m_predictions.push_back(predictionOf(*clip, seen, table, fold));
            m_byRules += byRules(m_units, seen.probabilities, m_job.options.presentFrom) == clip->emotion;
        }
        if (!m_given) addControls(training, validation, held, fold);
        return {};
    }

    Prediction predictionOf(const LabelledClip& clip, const UnitClip& seen, const EmotionTable& table, int fold) const
    {
        Prediction prediction;
        prediction.sample = clip.id;
        prediction.subject = clip.subject;
        prediction.fold = fold;
        prediction.truth = indexOf(m_classes, clip.emotion);
        prediction.probabilities = sharesOf(emotionScores(table, m_units, seen.probabilities), m_classes);
        prediction.decided = indexOf(m_classes, emotionOf(table, m_units, seen.probabilities));
        return prediction;
    }

    /// The same with emotions that have changed places among the clips learned from.
    void addControls(const std::vector<UnitClip>& training, const std::vector<UnitClip>& validation,
                     const std::vector<std::pair<const LabelledClip*, UnitClip>>& held, int fold)
    {
        m_controls.resize(controlRuns);
        for (int c = 0; c < controlRuns; ++c) {
            std::vector<UnitClip> all = training;
            all.insert(all.end(), validation.begin(), validation.end());
            std::vector<std::string> emotions;
            for (const UnitClip& clip : all) emotions.push_back(clip.emotion);
            Random(m_job.seed).fork("fold " + std::to_string(fold) + " control " + std::to_string(c)).shuffle(emotions);
            for (std::size_t i = 0; i < all.size(); ++i) all[i].emotion = emotions[i];
            const auto middle = all.begin() + static_cast<std::ptrdiff_t>(training.size());
            const EmotionTable table =
                chooseEmotionTable({all.begin(), middle}, {middle, all.end()}, m_units, m_job.options).table;
            for (const auto& [clip, seen] : held)
                m_controls[static_cast<std::size_t>(c)] +=
                    emotionOf(table, m_units, seen.probabilities) == clip->emotion;
        }
    }

    Result<EmotionsResult> write()
    {
        if (m_predictions.empty())
            return Error::input("no clip with an emotion is held out by the unit run", m_job.units.string(),
                                "take a run that held some out");
        EmotionsResult result;
        result.folder = m_job.folder;
        result.report = reportOf(Task::Classes, m_predictions, m_classes);
        const auto share = [&](int right) { return right / static_cast<double>(m_predictions.size()); };
        result.rulesAccuracy = share(m_byRules);
        result.controls = static_cast<int>(m_controls.size());
        if (!m_controls.empty()) {
            result.controlAccuracy = share(std::accumulate(m_controls.begin(), m_controls.end(), 0)) / result.controls;
            result.controlBest = share(*std::max_element(m_controls.begin(), m_controls.end()));
        }
        const RunFolder folder(m_job.folder);
        if (auto done = files::ensureFolder(folder.path()); !done) return done.error();
        if (auto done = writeTables(); !done) return done.error();
        if (auto done = writeRun(folder); !done) return done.error();
        if (auto done = folder.writePredictions(m_predictions, m_classes); !done) return done.error();
        if (auto done = folder.writeSummary(result.report, factsOf(result)); !done) return done.error();
        return result;
    }

    Result<void> writeTables() const
    {
        for (const auto& [fold, table] : m_tables) {
            const fs::path folder = m_job.folder / ("fold-" + std::to_string(fold));
            if (auto done = files::ensureFolder(folder); !done) return done;
            if (auto done = files::writeAtomically(folder / tableFile, toCsv(table)); !done) return done;
        }
        return {};
    }

    Result<void> writeRun(const RunFolder& folder) const
    {
        std::vector<Sample> samples;
        std::vector<Fold> folds(static_cast<std::size_t>(m_tables.rbegin()->first));
        for (const LabelledClip& clip : m_clips) {
            if (m_lost.count(&clip)) continue;
            for (const auto& [number, role] : clip.roles) {
                if (!m_tables.count(number)) continue;
                Fold& fold = folds.at(static_cast<std::size_t>(number) - 1);
                (role == "test" ? fold.test : role == "val" ? fold.validation : fold.train).push_back(samples.size());
            }
            samples.push_back({clip.id, clip.id, clip.subject, indexOf(m_classes, clip.emotion), {}});
        }
        if (auto done = folder.writeSplits(samples, folds); !done) return done;
        if (auto done = folder.writeEnvironment(m_engine.environment()); !done) return done;
        RunConfig config = m_parent->config;
        config.network = emotionsNetwork;
        config.options = {{"kappa", text::number(m_job.options.kappa)},
                          {"sets", std::to_string(m_job.options.setsPerEmotion)},
                          {"most_units", std::to_string(m_job.options.mostUnits)},
                          {"present_from", text::number(m_job.options.presentFrom)}};
        if (m_job.table) config.options["table"] = fs::absolute(*m_job.table).string();
        config.seed = m_job.seed;
        config.parentRun = m_parent->folder.string();
        auto weights = weightsOf(*m_parent, 0, m_control);
        if (!weights) return weights.error();
        config.parentWeights = std::move(*weights);
        return folder.writeConfig(located(std::move(config), m_job.folder));
    }

    std::vector<std::pair<std::string, std::string>> factsOf(const EmotionsResult& result) const
    {
        std::set<std::string> subjects;
        for (const LabelledClip& clip : m_clips)
            if (!m_lost.count(&clip)) subjects.insert(clip.subject);
        const auto number = [](double value) { return std::isnan(value) ? std::string() : text::number(value); };
        return {{"network", emotionsNetwork},
                {"task", name(Task::Classes)},
                {"protocol", m_parent->config.protocol},
                {"subject_disjoint", "true"},
                {"subjects", std::to_string(subjects.size())},
                {"clips", std::to_string(m_clips.size() - m_lost.size())},
                {"class_count", std::to_string(m_classes.size())},
                {"seed", std::to_string(m_job.seed)},
                {"parent_run", m_parent->folder.string()},
                {"rules_accuracy", number(result.rulesAccuracy)},
                {"shuffled_controls", std::to_string(result.controls)},
                {"shuffled_accuracy_mean", number(result.controlAccuracy)},
                {"shuffled_accuracy_best", number(result.controlBest)}};
    }

    const EmotionsJob& m_job;
    Engine& m_engine;
    const RunControl& m_control;
    std::optional<ParentRun> m_parent;
    std::optional<RunData> m_data;
    std::unique_ptr<ClipSource> m_source;
    std::optional<EmotionTable> m_given;
    std::vector<int> m_units;
    std::vector<LabelledClip> m_clips;
    std::set<const LabelledClip*> m_lost; ///< of m_clips: no sample of them can be read
    std::set<std::size_t> m_unread;       ///< in RunData::samples
    std::optional<Error> m_problem;       ///< of the last of them
    std::vector<std::string> m_classes;
    std::map<int, EmotionTable> m_tables; ///< by fold
    std::vector<Prediction> m_predictions;
    std::vector<int> m_controls; ///< right answers of each control
    int m_byRules = 0;           ///< right answers
};

} // namespace

Result<EmotionsResult> learnEmotions(const EmotionsJob& job, Engine& engine, const RunControl& control)
{
    return EmotionLearner(job, engine, control).run();
}

Result<void> nameEmotions(const fs::path& folder, const std::vector<std::string>& units,
                          std::vector<WindowPrediction>& windows)
{
    const auto classes = RunFolder(folder).classes();
    if (!classes) return classes.error();
    std::vector<EmotionTable> tables;
    for (const int fold : foldsWith(folder, tableFile)) {
        auto table = readEmotionTable(folder / ("fold-" + std::to_string(fold)) / tableFile);
        if (!table) return table.error();
        tables.push_back(std::move(*table));
    }
    if (tables.empty()) return Error::input("the run has no tables (fold-K/emotions.csv)", folder.string());
    const std::vector<int> numbers = numbersOf(units);
    for (WindowPrediction& window : windows) {
        if (!window.problem.empty()) continue;
        std::vector<double> mean(classes->size());
        for (const EmotionTable& table : tables) {
            const auto shares = sharesOf(emotionScores(table, numbers, window.prediction.probabilities), *classes);
            for (std::size_t c = 0; c < mean.size(); ++c) mean[c] += shares[c] / static_cast<double>(tables.size());
        }
        window.prediction.probabilities = std::move(mean);
        window.prediction.logits.clear();
    }
    return {};
}

} // namespace mien::jobs
