// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/try_out.h"

#include "core/base/free_memory.h"
#include "core/base/resources.h"
#include "models/data/batch_stream.h"
#include "models/train/caching_allocator.h"
#include "models/train/fold_trainer.h"
#include "models/train/side_by_side.h"
#include "models/train/training_step.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace mien {

namespace {

using resources::bytesText;

/// What the system needs for itself, and what a step takes more on some day than on another.
constexpr double usableShare = 0.9;

/// A network in training whose steps are measured.
class Trial
{
public:
    Trial(const NetworkType& type, const Options& options, const DeviceChoice& device, const std::string& precision)
        : m_model(makeModel(type, options, device, precision)),
          m_optimiser(makeOptimiser(options, m_model.network->parameters())), m_plan(type.plan(options)), m_type(type)
    {
    }

    struct Step
    {
        std::int64_t memory = 0; ///< of the process, behind it: freed blocks stay in the cache
        double seconds = 0;
    };

    /// Two steps of `samples` samples, the first to make what is kept between steps. `keep`: beside the blocks that
    /// lie in the cache already.
    Step take(std::int64_t samples, bool keep = false)
    {
        if (!keep) {
            releaseCachedMemory();
            returnFreeMemory();
        }
        const Batch batch = zeros(samples);
        // Whether the loss of zeros is finite means nothing here.
        (void)trainingStep(m_model, *m_optimiser, batch, 0, 0.0, 0);
        const auto start = std::chrono::steady_clock::now();
        (void)trainingStep(m_model, *m_optimiser, batch, 0, 0.0, 1);
        return {resources::ownMemory().value_or(0),
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
    }

    /// The memory of the process behind an evaluation of `samples` samples, beside what lies in the cache already.
    std::int64_t evaluate(std::int64_t samples)
    {
        const torch::NoGradGuard noGrad;
        m_model.network->eval();
        {
            const PrecisionScope scope(m_model.precision, m_model.device);
            (void)m_model.network->forward(zeros(samples).inputs);
        }
        m_model.network->train();
        return resources::ownMemory().value_or(0);
    }

    bool hasBatchNorm() const
    {
        for (const auto& item : m_model.network->named_buffers())
            if (item.key().find("running_mean") != std::string::npos) return true;
        return false;
    }

    bool lossIsMean() const { return m_model.objective->isMean(); }

    const InputPlan& plan() const { return m_plan; }

    /// last.pt and best.pt.
    std::int64_t checkpointBytes() const
    {
        std::int64_t bytes = 0;
        for (const auto& item : m_model.network->named_parameters()) bytes += 2 * item.value().nbytes();
        for (const auto& item : m_model.network->named_buffers()) bytes += 2 * item.value().nbytes();
        for (const auto& item : m_optimiser->state()) bytes += item.second.nbytes();
        return bytes;
    }

private:
    Batch zeros(std::int64_t samples) const
    {
        Batch batch;
        for (const ClipSpec& spec : m_plan.inputs) {
            std::vector<std::int64_t> shape = spec.shape();
            shape.insert(shape.begin(), samples);
            batch.inputs.push_back(torch::zeros(shape).to(m_model.device));
        }
        Sample sample;
        sample.label = 0;
        if (m_type.info.task != Task::Classes) sample.targets.assign(m_plan.classes.size(), 0.0F);
        batch.samples.assign(static_cast<std::size_t>(samples), sample);
        return batch;
    }

    Model m_model;
    std::unique_ptr<Optimiser> m_optimiser;
    InputPlan m_plan;
    const NetworkType& m_type;
};

/// The largest last batch of an epoch that is no whole one.
std::int64_t largestRemainder(const std::vector<Fold>& folds, std::int64_t batch)
{
    std::int64_t most = 0;
    for (const Fold& fold : folds) most = std::max(most, static_cast<std::int64_t>(fold.train.size()) % batch);
    return most;
}

/// The largest batch in which the part that selects an epoch is evaluated, and the largest that is no whole one.
std::set<std::int64_t> evaluatedBatches(const TrainRequest& request, std::int64_t atOnce)
{
    const auto most = static_cast<std::int64_t>(evaluatedAtOnce(static_cast<std::size_t>(atOnce)));
    std::int64_t whole = 0, rest = 0;
    for (const Fold& fold : request.folds) {
        const auto samples = static_cast<std::int64_t>(selectionPart(request, fold).size());
        whole = std::max(whole, std::min(samples, most));
        rest = std::max(rest, samples % most);
    }
    std::set<std::int64_t> batches = {whole, rest};
    batches.erase(0);
    return batches;
}

std::vector<std::string> notesOn(const Trial& trial, const TrainingNeeds& needs)
{
    if (needs.atOnce >= needs.batch) return {};
    const std::string at = std::to_string(needs.atOnce);
    std::string note = "the gradients of a batch of " + std::to_string(needs.batch) +
                       " samples are added up from parts of " + at + " at most";
    if (needs.wholeBatchMemory)
        note += ", because the whole would take " + bytesText(*needs.wholeBatchMemory) + " of memory";
    std::vector<std::string> notes = {note};
    if (trial.hasBatchNorm())
        notes.push_back("batch norm sees the parts, not the batch: results differ from those of whole batches");
    if (!trial.lossIsMean())
        notes.push_back("the concordance in the loss is that of the parts, not of the batch: results differ from those "
                        "of whole batches");
    return notes;
}

/// Memory as it grows with the samples at once, from the last two steps that were taken.
struct Growth
{
    std::int64_t samples = 0;
    std::int64_t memory = 0;
    double perSample = 0;

    void add(std::int64_t n, std::int64_t bytes)
    {
        if (samples > 0)
            perSample = std::max(0.0, static_cast<double>(bytes - memory) / static_cast<double>(n - samples));
        samples = n;
        memory = bytes;
    }
    std::int64_t at(std::int64_t n) const
    {
        return memory + static_cast<std::int64_t>(perSample * static_cast<double>(n - samples));
    }
};

/// What a training on the CPU may take and is foreseen to take.
class CpuTrial
{
public:
    /// `asked`: samples at once as the options say, with no regard to how many there are.
    CpuTrial(Trial& trial, const TrainRequest& request, const TrainingNeeds& needs, std::int64_t asked,
             std::int64_t before, std::optional<std::int64_t> freeMemory, const RunControl& control)
        : m_trial(trial), m_request(request), m_batch(needs.batch), m_wanted(needs.atOnce), m_asked(asked),
          m_remainder(largestRemainder(request.folds, needs.batch)), m_before(before), m_free(freeMemory),
          m_control(control), m_ahead(BatchStream::memory(trial.plan(), needs.batch))
    {
    }

    /// Steps of more and more samples, up to `most`, while the next one would take half of what is free at most.
    Result<void> measure(std::int64_t most)
    {
        std::int64_t n = std::min<std::int64_t>(2, most);
        for (;;) {
            m_control.report(Progress{"trying out steps", n, most});
            m_step = m_trial.take(n);
            if (m_control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
            m_growth.add(n, m_step.memory);
            if (n == most) return {};
            n = std::min(2 * n, most);
            if (!fits(n, usableShare / 2)) return {};
        }
    }

    bool fits(std::int64_t n, double share) const
    {
        return !m_free || static_cast<double>(planned(n) - m_before) <= share * static_cast<double>(*m_free);
    }

    /// Of the whole process, with the last batch of an epoch, whose blocks are of other sizes.
    std::int64_t planned(std::int64_t n) const
    {
        const std::int64_t rest = n < m_batch ? n / 2 : m_remainder;
        return m_growth.at(n) + static_cast<std::int64_t>(m_growth.perSample * static_cast<double>(rest)) + m_ahead;
    }

    /// The same, where steps of as many samples were taken also of the last batch and of an evaluation.
    std::int64_t measured(std::int64_t n)
    {
        if (m_growth.samples != n) return planned(n);
        std::int64_t memory = m_step.memory;
        if (m_remainder > 0) memory = m_trial.take(std::min(m_remainder, n), true).memory;
        // What selects an epoch may be more than the training part.
        for (const std::int64_t samples : evaluatedBatches(m_request, n < m_wanted ? n : m_asked))
            memory = m_trial.evaluate(samples);
        m_beyondSteps = std::max<std::int64_t>(0, memory - m_step.memory);
        return memory + m_ahead;
    }

    /// Bytes that measured() found beyond those of whole steps: of an epoch's last batch and of evaluations.
    std::int64_t beyondSteps() const { return m_beyondSteps; }

    std::int64_t more(std::int64_t n) const { return planned(n) - m_before; }
    double secondsPerSample() const { return m_step.seconds / static_cast<double>(m_growth.samples); }

private:
    Trial& m_trial;
    const TrainRequest& m_request;
    std::int64_t m_batch, m_wanted, m_asked;
    std::int64_t m_remainder;
    std::int64_t m_before;
    std::optional<std::int64_t> m_free;
    const RunControl& m_control;
    std::int64_t m_ahead;
    std::int64_t m_beyondSteps = 0;
    Trial::Step m_step;
    Growth m_growth;
};

/// `beyondSteps`: bytes that evaluations and an epoch's last batch take beside those of whole steps, on the CPU; 0
/// where the batch was not the last one tried.
struct FoldTrial
{
    TrainingNeeds needs;
    std::int64_t beyondSteps = 0;
};

Result<FoldTrial> tryOnCpu(CpuTrial trial, TrainingNeeds needs, bool mayHalve, std::optional<std::int64_t> freeMemory)
{
    const std::int64_t wanted = needs.atOnce;
    if (auto measured = trial.measure(wanted); !measured) return measured.error();
    while (mayHalve && needs.atOnce > 1 && !trial.fits(needs.atOnce, usableShare))
        needs.atOnce = (needs.atOnce + 1) / 2;
    if (!trial.fits(needs.atOnce, usableShare))
        return Error::failed(
            "training would take " + bytesText(trial.more(needs.atOnce)) + " of memory with " +
                std::to_string(needs.atOnce) + " samples at once, and " + bytesText(*freeMemory) + " are free",
            {},
            needs.atOnce > 1 ? "close other programs, or set a smaller micro_batch in a new run"
                             : "close other programs, or choose a smaller batch_size, smaller pictures "
                               "or a network of less width");
    if (needs.atOnce < wanted) needs.wholeBatchMemory = trial.planned(wanted);
    needs.secondsPerUpdate = trial.secondsPerSample() * static_cast<double>(needs.batch);
    needs.memory = trial.measured(needs.atOnce);
    return FoldTrial{std::move(needs), trial.beyondSteps()};
}

Result<FoldTrial> tryOnGpu(Trial& trial, TrainingNeeds needs, bool mayHalve, const RunControl& control)
{
    for (;;) {
        if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
        try {
            const Trial::Step step = trial.take(needs.atOnce);
            needs.secondsPerUpdate =
                step.seconds * static_cast<double>(needs.batch) / static_cast<double>(needs.atOnce);
            return FoldTrial{std::move(needs), 0};
        } catch (const c10::OutOfMemoryError&) {
            if (!mayHalve || needs.atOnce == 1)
                return Error::failed("the GPU has too little memory for " + std::to_string(needs.atOnce) +
                                         " samples at once",
                                     {}, "end what else uses it, choose device=cpu or a smaller micro_batch");
            needs.atOnce = (needs.atOnce + 1) / 2;
        }
    }
}

Result<FoldTrial> tryOneFold(const NetworkType& type, const Options& options, const TrainRequest& request,
                             const DeviceChoice& device, std::optional<std::int64_t> freeMemory,
                             const RunControl& control)
{
    returnFreeMemory();
    const std::int64_t before = resources::ownMemory().value_or(0);
    Trial trial(type, options, device, request.config.precision);
    TrainingNeeds needs;
    needs.batch = options.integer("batch_size");
    const std::int64_t asked = options.integer("micro_batch");
    // No fold has a larger batch than its training part.
    std::size_t most = 1;
    for (const Fold& fold : request.folds) most = std::max(most, fold.train.size());
    needs.batch = std::min(needs.batch, static_cast<std::int64_t>(most));
    needs.atOnce = asked > 0 ? std::min(asked, needs.batch) : needs.batch;
    needs.checkpointBytes = trial.checkpointBytes();
    const bool mayHalve = asked == 0 && !request.resume;
    auto tried = device.device.is_cuda()
                     ? tryOnGpu(trial, needs, mayHalve, control)
                     : tryOnCpu(CpuTrial(trial, request, needs, asked > 0 ? asked : options.integer("batch_size"),
                                         before, freeMemory, control),
                                needs, mayHalve, freeMemory);
    if (tried) tried->needs.notes = notesOn(trial, tried->needs);
    return tried;
}

} // namespace

Result<TrainingNeeds> tryOut(const NetworkType& type, const Options& options, const TrainRequest& request,
                             const DeviceChoice& device, std::optional<std::int64_t> freeMemory,
                             const RunControl& control)
{
    auto tried = tryOneFold(type, options, request, device, freeMemory, control);
    if (!tried) return tried.error();
    TrainingNeeds needs = std::move(tried->needs);
    if (!device.device.is_cpu()) return needs;
    const SideBySide found =
        trySideBySide(type, request, options.values(), needs, tried->beyondSteps, freeMemory, control);
    if (control.checkpoint() == RunControl::Signal::Cancel) return Error::cancelled();
    if (found.folds < 2) return needs;
    needs.foldsAtOnce = found.folds;
    needs.secondsPerUpdate =
        found.secondsPerUpdate * static_cast<double>(needs.batch) / static_cast<double>(needs.atOnce);
    if (needs.memory) *needs.memory += found.memory;
    return needs;
}

} // namespace mien
