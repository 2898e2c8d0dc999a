// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/fold_trainer.h"

#include "core/base/files.h"
#include "core/base/resources.h"
#include "core/base/text.h"
#include "models/blocks/dropout.h"
#include "models/data/batch_stream.h"
#include "models/exchange/state_dict.h"
#include "models/train/training_step.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace mien {

namespace {

using Clock = std::chrono::steady_clock;

/// Names everything that decides the weights, so that a checkpoint is never continued under other settings.
std::string fingerprintOf(const RunContext& context, const Fold& fold, int number)
{
    const RunConfig& config = context.request.config;
    std::string text = context.type.info.id + "|" + config.precision + "|" + config.selectOn + "|" + config.control +
                       "|" + std::to_string(config.seed) + "|fold " + std::to_string(number);
    for (const auto& [name, value] : context.options.values()) text += "|" + name + "=" + value;
    if (!config.weights.empty()) text += "|weights " + config.weightsHash;
    text += "|" + std::to_string(context.clipsFingerprint);
    for (const auto* part : {&fold.train, &fold.validation, &fold.test}) {
        std::uint64_t hash = hash64("part");
        for (const std::size_t i : *part) hash = hash64(std::to_string(i) + ";", hash);
        text += "|" + std::to_string(hash);
    }
    return text;
}

std::string foldName(int number)
{
    return "fold " + std::to_string(number);
}

/// What the schedule makes of the learning rate because of the epochs done.
double scheduleScale(const Options& options, const TrainingProgress& progress)
{
    if (options.choice("schedule") != "plateau") return 1;
    std::vector<double> losses;
    for (const EpochMetrics& epoch : progress.history) losses.push_back(epoch.validationLoss);
    return plateauScale(losses, options.real("plateau_factor"), options.integer("plateau_patience"));
}

} // namespace

const std::vector<std::size_t>& selectionPart(const TrainRequest& request, const Fold& fold)
{
    return request.config.selectOn == "test" ? fold.test : fold.validation;
}

FoldTrainer::FoldTrainer(const RunContext& context, int number)
    : m_context(context), m_number(number), m_fold(context.request.folds.at(static_cast<std::size_t>(number) - 1)),
      m_folder(context.request.folder / ("fold-" + std::to_string(number))),
      m_fingerprint(fingerprintOf(context, m_fold, number)),
      m_random(Random(context.request.config.seed).fork(foldName(number))),
      m_transform(context.type.transform(context.options)),
      m_loader(context.request.clips->ofFold(number), *m_transform, context.type.plan(context.options).inputs,
               context.device.device)
{
}

std::filesystem::path FoldTrainer::file(const char* name) const
{
    return m_folder / name;
}

std::int64_t FoldTrainer::parameters() const
{
    return trainableParameters(*m_model.network);
}

Result<std::optional<TrainingProgress>> FoldTrainer::storedProgress() const
{
    if (!std::filesystem::exists(file("last.pt"))) return std::optional<TrainingProgress>();
    Result<TrainingProgress> progress = readCheckpoint(file("last.pt"), m_fingerprint, nullptr, nullptr);
    if (!progress) return progress.error();
    return std::optional(std::move(*progress));
}

std::size_t FoldTrainer::samplesAtOnce() const
{
    const std::int64_t part = m_context.options.integer("micro_batch");
    return static_cast<std::size_t>(part > 0 ? part : m_context.options.integer("batch_size"));
}

Result<void> FoldTrainer::checkParts() const
{
    if (m_fold.train.empty()) return Error::usage("the training part is empty", foldName(m_number));
    if (selectionPart(m_context.request, m_fold).empty())
        return Error::usage("the part that selects the best epoch is empty", foldName(m_number),
                            "use more subjects, or select_on=test");
    const std::size_t outputs = m_context.type.plan(m_context.options).classes.size();
    for (const auto* part : {&m_fold.train, &m_fold.validation})
        for (const std::size_t i : *part)
            if (auto ok = m_model.objective->check(m_context.request.clips->sample(i), outputs); !ok) return ok;
    return {};
}

std::string FoldTrainer::stopReason(const TrainingProgress& progress) const
{
    const std::int64_t patience = m_context.options.integer("patience");
    if (progress.epoch >= m_context.options.integer("epochs")) return "epochs";
    if (patience > 0 && progress.bestEpoch > 0 && progress.epoch - progress.bestEpoch >= patience) return "patience";
    return {};
}

Result<void> FoldTrainer::restore(TrainingProgress& progress)
{
    auto stored = readCheckpoint(file("last.pt"), m_fingerprint, m_model.network.get(), m_optimiser.get());
    if (!stored) return stored.error();
    progress = std::move(*stored);
    // The kill may have come between the two files of a best epoch; its weights are those just read.
    if (progress.bestEpoch == progress.epoch)
        return writeCheckpoint(file("best.pt"), m_fingerprint, *m_model.network, nullptr, progress);
    return {};
}

void FoldTrainer::drawWeights()
{
    // Initial weights come from the one generator of the process.
    static std::mutex drawing;
    const std::lock_guard lock(drawing);
    torch::manual_seed(m_random.fork("weights").bits());
    m_model = makeModel(m_context.type, m_context.options, m_context.device, m_context.request.config.precision);
}

Result<std::optional<TrainOutcome::FoldOutcome>> FoldTrainer::run(const std::optional<TrainingProgress>& stored,
                                                                  MetricsLog& log)
{
    drawWeights();
    if (const auto& weights = m_context.request.weights; weights && !stored)
        if (auto read = readWeights(*m_model.network, *weights); !read) return read.error();
    m_optimiser = makeOptimiser(m_context.options, m_model.network->parameters());
    if (auto ok = checkParts(); !ok) return ok.error();
    std::vector<const Sample*> training;
    for (const std::size_t i : m_fold.train) training.push_back(&m_context.request.clips->sample(i));
    m_model.objective->fit(training);
    if (auto ok = files::ensureFolder(m_folder); !ok) return ok.error();

    TrainingProgress progress;
    if (stored)
        if (auto ok = restore(progress); !ok) return ok.error();

    std::string stopped;
    while ((stopped = stopReason(progress)).empty()) {
        const Result<EpochEnd> end = trainEpoch(progress, log);
        if (!end) return end.error();
        if (*end == EpochEnd::Cancel) return Error::cancelled();
        if (*end == EpochEnd::Finish) {
            stopped = stoppedEarly;
            break;
        }
    }
    if (progress.bestEpoch == 0) return std::optional<TrainOutcome::FoldOutcome>();

    auto best = readCheckpoint(file("best.pt"), m_fingerprint, m_model.network.get(), nullptr);
    if (!best) return best.error();
    auto predictions = predictAll(m_model, m_loader, m_fold.test, m_number, m_context.control);
    if (!predictions) return predictions.error();
    if (predictions->empty() && !m_fold.test.empty())
        return Error::input("no held-out sample can be read: this fold has nothing to say", foldName(m_number),
                            "leave its subjects out, or mend their files");
    TrainOutcome::FoldOutcome outcome;
    outcome.fold = m_number;
    outcome.bestEpoch = static_cast<int>(progress.bestEpoch);
    outcome.epochs = static_cast<int>(progress.epoch);
    outcome.stopped = stopped;
    outcome.predictions = std::move(*predictions);
    return std::optional(std::move(outcome));
}

Result<FoldTrainer::EpochEnd> FoldTrainer::trainEpoch(TrainingProgress& progress, MetricsLog& log)
{
    const auto start = Clock::now();
    EpochMetrics metrics;
    metrics.fold = m_number;
    metrics.epoch = static_cast<int>(progress.epoch) + 1;
    std::int64_t updates = progress.updates;
    double waited = 0;
    const Result<EpochEnd> end = trainBatches(progress, metrics, updates, waited);
    if (!end || *end != EpochEnd::Done) return end;

    const double trainSeconds = std::chrono::duration<double>(Clock::now() - start).count();
    const Evaluation validation =
        evaluatePart(m_model, m_loader, selectionPart(m_context.request, m_fold), samplesAtOnce(), m_context.control);
    observeMemory();
    if (validation.cancelled) return EpochEnd::Cancel;
    if (validation.samples == 0)
        return Error::input("no sample of the part that selects the best epoch can be read", foldName(m_number));
    if (!std::isfinite(validation.loss))
        return Error::failed("the validation loss is not a number after epoch " + std::to_string(metrics.epoch),
                             foldName(m_number),
                             "lower learning_rate (now " + text::number(metrics.learningRate) +
                                 ") or set clip_gradient; the epochs before are kept");
    metrics.validationLoss = validation.loss;
    metrics.validationAccuracy = validation.accuracy;
    metrics.validation = validation.scores;

    progress.epoch = metrics.epoch;
    progress.updates = updates;
    progress.history.push_back(metrics);
    if (auto ok = select(progress, metrics); !ok) return ok.error();
    const std::lock_guard lock(m_context.pace.mutex);
    if (auto ok = log.append(metrics, {trainSeconds, waited, m_fold.train.size()}); !ok) return ok.error();
    if (m_context.events.epoch) m_context.events.epoch(metrics);
    return EpochEnd::Done;
}

Result<void> FoldTrainer::select(TrainingProgress& progress, const EpochMetrics& metrics)
{
    const bool better = metrics.validationLoss < progress.bestLoss;
    if (better) {
        progress.bestLoss = metrics.validationLoss;
        progress.bestEpoch = metrics.epoch;
    }
    // last.pt first: restore() can make best.pt from it, not the other way round.
    if (auto ok = writeCheckpoint(file("last.pt"), m_fingerprint, *m_model.network, m_optimiser.get(), progress); !ok)
        return ok;
    return better ? writeCheckpoint(file("best.pt"), m_fingerprint, *m_model.network, nullptr, progress)
                  : Result<void>();
}

Result<FoldTrainer::EpochEnd> FoldTrainer::trainBatches(const TrainingProgress& progress, EpochMetrics& metrics,
                                                        std::int64_t& updates, double& waited)
{
    const Random epochRandom = m_random.fork("epoch " + std::to_string(metrics.epoch));
    const Random augmentation = epochRandom.fork("augmentation");
    const std::uint64_t dropoutSeed = epochRandom.fork("torch").bits();
    blocks::seedDropout(dropoutSeed);
    if (!m_context.device.device.is_cpu()) torch::manual_seed(dropoutSeed);
    std::vector<std::size_t> order = m_fold.train;
    Random orderRandom = epochRandom.fork("order");
    orderRandom.shuffle(order);

    const auto batchSize = static_cast<std::size_t>(m_context.options.integer("batch_size"));
    BatchStream stream(m_loader, std::move(order), batchSize, &augmentation);
    const std::size_t batches = stream.batches();
    const std::int64_t epochs = m_context.options.integer("epochs");
    const std::int64_t total = epochs * static_cast<std::int64_t>(batches);
    const double scale = scheduleScale(m_context.options, progress);
    double loss = 0;
    double correct = 0;
    double samples = 0;
    m_model.network->train();
    for (std::size_t b = 0; b < batches; ++b) {
        const RunControl::Signal signal = m_context.control.checkpoint();
        if (signal == RunControl::Signal::Cancel || m_context.pace.stop) return EpochEnd::Cancel;
        if (signal == RunControl::Signal::Finish) return EpochEnd::Finish;
        const Batch batch = stream.next().value();
        if (progress.epoch == 0)
            for (const std::string& problem : batch.problems)
                m_context.control.report(Diagnostic{Diagnostic::Severity::Warning, {}, 0, problem + "; left out"});
        if (batch.empty()) continue;
        metrics.learningRate = scale * learningRateAt(m_context.options, updates, total);
        const auto step = trainingStep(m_model, *m_optimiser, batch, m_context.options.integer("micro_batch"),
                                       metrics.learningRate, updates++);
        if (!step)
            return Error::failed(step.error().what + " in epoch " + std::to_string(metrics.epoch) + ", batch " +
                                     std::to_string(b + 1),
                                 foldName(m_number), step.error().remedy);
        loss += step->loss * static_cast<double>(batch.samples.size());
        correct += step->correct;
        samples += static_cast<double>(batch.samples.size());
        observe({"", progress.epoch * static_cast<std::int64_t>(batches) + static_cast<std::int64_t>(b) + 1, total});
        if (m_context.events.batch) {
            const std::lock_guard lock(m_context.pace.mutex);
            m_context.events.batch(m_number, static_cast<int>(b) + 1, static_cast<int>(batches), step->loss);
        }
    }
    if (samples == 0) return Error::input("no training sample can be read", foldName(m_number));
    waited = stream.waitedSeconds();
    metrics.trainLoss = loss / samples;
    metrics.trainAccuracy = correct / samples;
    return EpochEnd::Done;
}

void FoldTrainer::observeMemory()
{
    if (!m_context.device.device.is_cpu()) return;
    // Freed blocks stay in the cache, so that this is the peak of what was just done, too.
    const std::int64_t memory = resources::ownMemory().value_or(0);
    const std::lock_guard lock(m_context.pace.mutex);
    m_context.pace.peakMemory = std::max(m_context.pace.peakMemory, memory);
}

void FoldTrainer::observe(Progress progress)
{
    observeMemory();
    RunPace& pace = m_context.pace;
    const std::lock_guard lock(pace.mutex);
    if (pace.training.empty() || *pace.training.begin() == m_number) {
        progress.stage = foldName(m_number) + " of " + std::to_string(m_context.request.folds.size());
        m_context.control.report(progress);
    }
    if (pace.said || !m_context.events.said) return;
    const auto now = Clock::now();
    if (pace.updatesWatched++ == 0) { // the first one makes what all others find made
        pace.since = now;
        return;
    }
    const double seconds = std::chrono::duration<double>(now - pace.since).count();
    constexpr double shortest = 5; // a run that ends sooner needs no forecast
    constexpr std::int64_t fewest = 3;
    if (seconds < shortest || pace.updatesWatched <= fewest) return;
    pace.said = true;
    const double each = seconds / static_cast<double>(pace.updatesWatched - 1);
    const double left = each * static_cast<double>(std::max<std::int64_t>(0, pace.updatesLeft - pace.updatesWatched));
    m_context.events.said("training takes about " + text::duration(left) +
                          " more where no fold stops early, and the validation of every epoch");
}

} // namespace mien
