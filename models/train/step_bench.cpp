// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/step_bench.h"

#include "core/base/free_memory.h"
#include "core/base/resources.h"
#include "models/blocks/depthwise3d.h"
#include "models/blocks/fast_gru.h"
#include "models/train/caching_allocator.h"
#include "models/train/device.h"
#include "models/train/step_work.h"
#include "models/train/training_step.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace mien {

namespace {

using Clock = std::chrono::steady_clock;

/// Labels and targets as a dataset would have them.
std::vector<Sample> samplesOf(Task task, std::int64_t count, std::size_t outputs)
{
    std::vector<Sample> samples(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i].label = static_cast<int>(i % outputs);
        if (task == Task::Classes) continue;
        for (std::size_t k = 0; k < outputs; ++k) samples[i].targets.push_back(static_cast<float>((i + k) % 2));
    }
    return samples;
}

class RandomSteps final : public StepBench
{
public:
    RandomSteps(const NetworkType& type, const Options& options, const RunConfig& config)
        : m_threads(config.threadsPerFold), m_batch(options.integer("batch_size")),
          m_learningRate(options.real("learning_rate"))
    {
        prepareThread(m_threads);
        releaseCachedMemory();
        returnFreeMemory();
        m_before = resources::ownMemory();
        torch::manual_seed(config.seed);
        m_model = makeModel(type, options, *chooseDevice(config.device), config.precision);
        m_optimiser = makeOptimiser(options, m_model.network->parameters());
        const InputPlan plan = type.plan(options);
        for (const ClipSpec& spec : plan.inputs) {
            std::vector<std::int64_t> shape = spec.shape();
            shape.insert(shape.begin(), m_batch);
            m_data.inputs.push_back(torch::rand(shape, m_model.device));
        }
        m_data.samples = samplesOf(type.info.task, m_batch, plan.classes.size());
        m_model.network->train();
    }

    std::int64_t parameters() const override { return trainableParameters(*m_model.network); }

    std::int64_t batch() const override { return m_batch; }

    std::optional<std::int64_t> memory() const override
    {
        const auto now = resources::ownMemory(); // freed blocks stay in the cache: the steps' peak
        if (!now || !m_before || m_model.device.is_cuda()) return std::nullopt;
        return std::max<std::int64_t>(0, *now - *m_before);
    }

    Result<std::vector<double>> run(int count) override
    {
        prepareThread(m_threads);
        std::vector<double> seconds;
        for (int k = 0; k < count; ++k) {
            const auto start = Clock::now();
            if (auto done = step(); !done) return done.error();
            seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        }
        return seconds;
    }

    Result<StepWork> work() override
    {
        prepareThread(m_threads);
        StepWork work;
        {
            const WorkCounter counter(work);
            if (auto done = step(); !done) return done.error();
        }
        work.optimiserBytes = m_optimiser->bytesPerStep();
        for (const auto& layer : m_model.network->modules())
            if (layer->as<blocks::FastGruImpl>() || layer->as<blocks::Depthwise3dImpl>()) work.isWhole = false;
        return work;
    }

    Result<MachineRates> machineRates() override
    {
        prepareThread(m_threads);
        return measuredRates(m_model.precision, m_model.device);
    }

private:
    Result<StepOutcome> step() { return trainingStep(m_model, *m_optimiser, m_data, 0, m_learningRate, m_updates++); }

    int m_threads;
    std::int64_t m_batch;
    double m_learningRate;
    std::int64_t m_updates = 0;
    std::optional<std::int64_t> m_before; ///< memory of the process without all this
    Model m_model;
    std::unique_ptr<Optimiser> m_optimiser;
    Batch m_data;
};

} // namespace

std::unique_ptr<StepBench> makeStepBench(const NetworkType& type, const Options& options, const RunConfig& config)
{
    return std::make_unique<RandomSteps>(type, options, config);
}

} // namespace mien
