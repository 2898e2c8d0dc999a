// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/fold_bench.h"

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/resources.h"
#include "core/base/text.h"

#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <map>

namespace mien::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::size_t, 3> foldCounts = {1, 2, 4};
constexpr int epochs = 3;

double median(std::vector<double> values)
{
    if (values.empty()) return notComputed;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Peak memory of the process since the last call, MiB; NaN where the system does not tell.
double takePeakMemory()
{
    double peak = notComputed;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (text::startsWith(line, "VmHWM:"))
            if (const auto kib = text::toInt(text::split(text::trimmed(line.substr(6)), ' ').front()))
                peak = static_cast<double>(*kib) / 1024;
    std::ofstream("/proc/self/clear_refs") << "5"; // the peak counts anew from what is used now
    return peak;
}

/// Random numbers in the shape that the network takes, with every label in turn.
MemoryClipSource randomClips(const InputPlan& plan, Task task, std::size_t count)
{
    Random random(1);
    std::vector<Clip> clips(count);
    for (std::size_t i = 0; i < count; ++i) {
        Sample& sample = clips[i].sample;
        sample.id = sample.clip = "clip " + std::to_string(i);
        sample.subject = "subject " + std::to_string(i);
        sample.label = static_cast<int>(i % plan.classes.size());
        for (std::size_t k = 0; task != Task::Classes && k < plan.classes.size(); ++k)
            sample.targets.push_back(static_cast<float>((i + k) % 2));
        for (const ClipSpec& spec : plan.inputs) {
            Array array{spec.shape(), {}};
            array.data.resize(static_cast<std::size_t>(array.elements()));
            for (float& value : array.data) value = static_cast<float>(random.uniform());
            clips[i].inputs.push_back(std::move(array));
        }
    }
    return MemoryClipSource(std::move(clips));
}

class FoldBench
{
public:
    FoldBench(Engine& engine, const FoldBenchSettings& settings, const RunControl& control)
        : m_engine(engine), m_settings(settings), m_control(control)
    {
    }

    Result<std::vector<Figure>> run(const std::string& network)
    {
        RunConfig config;
        config.network = network;
        config.device = "cpu";
        config.threadsPerFold = m_settings.threads;
        config.options = {{"epochs", std::to_string(epochs)}, {"patience", "0"}, {"batch_size", "8"}};
        const auto plan = m_engine.inputPlan(config);
        if (!plan) return plan.error();
        constexpr std::size_t batch = 8;
        const auto trained = static_cast<std::size_t>(m_settings.batches) * batch;
        const MemoryClipSource clips = randomClips(*plan, m_engine.model(network)->task, trained + 2 * batch);
        for (std::size_t i = 0; i < clips.size(); ++i)
            (i < trained ? m_fold.train : i < trained + batch ? m_fold.validation : m_fold.test).push_back(i);
        // The first training of a process also fetches memory and code.
        if (auto warm = train(config, clips, 1); !warm) return warm.error();
        m_perFold.clear();
        m_memory.clear();
        m_forecast.clear();
        m_busy.clear();
        for (int round = 0; round < m_settings.rounds; ++round)
            for (const std::size_t folds : foldCounts) {
                m_control.report(Progress{network + ", " + std::to_string(folds) + " folds", round, m_settings.rounds});
                if (auto done = train(config, clips, folds); !done) return done.error();
            }
        return figures();
    }

private:
    Result<void> train(const RunConfig& config, const ClipSource& clips, std::size_t folds)
    {
        const QTemporaryDir folder;
        TrainRequest request;
        request.config = config;
        request.folder = folder.path().toStdString();
        request.clips = &clips;
        request.folds.assign(folds, m_fold);
        // What preflight would say, before anything of the run is in memory.
        auto needs = m_engine.tryOut(request, resources::availableMemory(), m_control);
        if (!needs) return needs.error();
        request.foldsAtOnce = needs->foldsAtOnce; // as the forecast has it
        takePeakMemory();
        const auto start = std::chrono::steady_clock::now();
        const auto outcome = m_engine.train(request, {}, m_control);
        if (!outcome) return outcome.error();
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        m_perFold[folds].push_back(seconds.count() / static_cast<double>(folds));
        m_memory[folds].push_back(takePeakMemory());
        constexpr double mebibyte = 1 << 20;
        if (needs->memory) m_forecast[folds].push_back(static_cast<double>(*needs->memory) / mebibyte);
        return readBusy(request.folder / "timing.csv");
    }

    /// The engine's share of the time in the epochs behind the first.
    Result<void> readBusy(const fs::path& timing)
    {
        auto content = files::read(timing);
        if (!content) return content.error();
        for (const std::string& line : text::split(*content, '\n')) {
            const auto cells = text::split(line, ',');
            const auto epoch = cells.size() > 4 ? text::toInt(cells[1]) : std::nullopt;
            if (!epoch || *epoch < 2) continue;
            if (const auto busy = text::toDouble(cells[4])) m_busy.push_back(*busy);
        }
        return {};
    }

    std::vector<Figure> figures()
    {
        std::vector<Figure> all;
        for (const std::size_t folds : foldCounts) {
            std::vector<double> ratios;
            for (std::size_t i = 0; i < m_perFold[1].size(); ++i)
                ratios.push_back(m_perFold[folds][i] / m_perFold[1][i]);
            const double own = median(m_perFold[folds]);
            all.push_back({"cost of each of " + std::to_string(folds) + " folds against that of one", own,
                           own / median(std::move(ratios)), "s"});
        }
        for (const std::size_t folds : foldCounts)
            all.push_back({"peak memory of " + std::to_string(folds) + " folds against the forecast",
                           median(m_memory[folds]), m_forecast[folds].empty() ? notComputed : median(m_forecast[folds]),
                           "MiB"});
        all.push_back({"share of the time that the input let the engine work, worst epoch behind the first",
                       m_busy.empty() ? notComputed : *std::min_element(m_busy.begin(), m_busy.end()),
                       notComputed,
                       {}});
        return all;
    }

    Engine& m_engine;
    const FoldBenchSettings m_settings;
    const RunControl& m_control;
    Fold m_fold;
    std::map<std::size_t, std::vector<double>> m_perFold, m_memory,
        m_forecast; ///< by the number of folds, one for each round
    std::vector<double> m_busy;
};

} // namespace

Result<std::vector<Figure>> benchFolds(Engine& engine, const std::string& network, const FoldBenchSettings& settings,
                                       const RunControl& control)
{
    if (!engine.model(network)) return Error::usage("unknown network '" + network + "'", {}, "see mien-cli models");
    return FoldBench(engine, settings, control).run(network);
}

} // namespace mien::cli
