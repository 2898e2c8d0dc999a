// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/train_bench.h"

#include <algorithm>
#include <map>
#include <memory>

namespace mien::cli {

namespace {

/// A network as the baseline has it: the paper's settings and these.
struct Contest
{
    std::string network;
    std::map<std::string, std::string> options;
};

const std::vector<Contest>& contests()
{
    static const std::vector<Contest> all = {
        {"tcn", {{"batch_size", "16"}}},
        {"single_frame", {{"batch_size", "32"}}},
        {"conv3d", {{"batch_size", "8"}}},
        {"cnn_gru", {{"batch_size", "8"}}},
        {"va_cnn", {{"batch_size", "64"}}},
        {"va_gru3", {{"batch_size", "256"}}},
        {"microx_full_face",
         {{"batch_size", "8"}, {"size", "30"}, {"components", "mouth,nose,right_eye,left_eye,full_face"}}},
        {"mobilenet3d_au", {{"batch_size", "2"}}},
    };
    return all;
}

double median(std::vector<double> values)
{
    if (values.empty()) return notComputed;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// Median seconds of a step in each round.
struct Rounds
{
    std::vector<double> own, half, plain, tuned;
    std::vector<double> floor; ///< what a step takes at the rates measured in the round
};

class TrainBench
{
public:
    TrainBench(Engine& engine, const TorchBaseline& baseline, const Contest& contest,
               const TrainBenchSettings& settings, const RunControl& control)
        : m_engine(engine), m_baseline(baseline), m_contest(contest), m_settings(settings), m_control(control)
    {
    }

    Result<std::vector<Figure>> run()
    {
        if (auto ok = prepare(); !ok) return ok.error();
        for (int round = 0; round < m_settings.rounds; ++round)
            if (auto ok = goRound(round); !ok) return ok.error();
        report();
        return std::move(m_figures);
    }

private:
    Result<std::unique_ptr<StepBench>> steps(const std::string& precision) const
    {
        RunConfig config;
        config.network = m_contest.network;
        config.preset = "paper";
        config.options = m_contest.options;
        config.device = "cpu";
        config.threadsPerFold = m_settings.threads;
        config.precision = precision;
        return m_engine.benchSteps(config);
    }

    Result<void> prepare()
    {
        auto own = steps("float32");
        if (!own) return own.error();
        m_own = std::move(*own);
        if (m_settings.bfloat16) {
            auto half = steps("bfloat16");
            if (!half) return half.error();
            m_half = std::move(*half);
        }
        auto work = m_own->work();
        if (!work) return work.error();
        m_work = *work;
        return {};
    }

    static Result<void> measure(StepBench& bench, int count, std::vector<double>& medians)
    {
        if (auto warm = bench.run(1); !warm) return warm.error();
        auto seconds = bench.run(count);
        if (!seconds) return seconds.error();
        medians.push_back(median(std::move(*seconds)));
        return {};
    }

    Result<void> goRound(int round)
    {
        const std::string& network = m_contest.network;
        for (const bool tuned : {false, true}) {
            m_control.report(
                Progress{network + (tuned ? ", tuned baseline" : ", plain baseline"), round, m_settings.rounds});
            const auto speed = m_baseline.run(network, tuned, m_settings.steps, m_control);
            if (!speed) return speed.error();
            if (speed->batch != m_own->batch())
                return Error::failed("the baseline has batches of " + std::to_string(speed->batch) + " where " +
                                         std::to_string(m_own->batch()) + " are compared",
                                     network, "use the script that came with this version");
            (tuned ? m_rounds.tuned : m_rounds.plain).push_back(speed->stepSeconds);
            m_parameters = speed->parameters;
            // Ours after each of theirs, so that neither side has the quieter half of a round.
            if (m_control.isCancelRequested()) return Error::cancelled();
            if (auto ok = measure(*m_own, m_settings.steps, tuned ? m_afterTuned : m_afterPlain); !ok) return ok;
        }
        m_rounds.own.push_back(0.5 * (m_afterPlain.back() + m_afterTuned.back()));
        if (m_half)
            if (auto ok = measure(*m_half, m_settings.steps, m_rounds.half); !ok) return ok;
        const auto rates = m_own->machineRates();
        if (!rates) return rates.error();
        m_rounds.floor.push_back(rates->seconds(m_work));
        m_rates.operationsPerSecond = std::max(m_rates.operationsPerSecond, rates->operationsPerSecond);
        m_rates.bytesPerSecond = std::max(m_rates.bytesPerSecond, rates->bytesPerSecond);
        return {};
    }

    /// Samples per second of both; the ratio is the median of those of the rounds.
    void compare(const std::string& name, const std::vector<double>& own, const std::vector<double>& baseline)
    {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < own.size(); ++i) ratios.push_back(baseline[i] / own[i]);
        const auto batch = static_cast<double>(m_own->batch());
        const double speed = batch / median(own);
        m_figures.push_back({name, speed, speed / median(std::move(ratios)), "samples/s"});
    }

    void report()
    {
        m_figures.push_back(
            {"trainable parameters", static_cast<double>(m_own->parameters()), static_cast<double>(m_parameters), {}});
        compare("float32 against the plain baseline", m_rounds.own, m_rounds.plain);
        compare("float32 against the tuned baseline", m_rounds.own, m_rounds.tuned);
        std::vector<double> better;
        for (std::size_t i = 0; i < m_rounds.plain.size(); ++i)
            better.push_back(std::min(m_rounds.plain[i], m_rounds.tuned[i]));
        compare("float32 against the better baseline", m_rounds.own, better);
        if (m_half) {
            compare("bfloat16 against the plain baseline", m_rounds.half, m_rounds.plain);
            compare("bfloat16 against our float32", m_rounds.half, m_rounds.own);
        }
        reportRoofline();
    }

    void reportRoofline()
    {
        constexpr double giga = 1e9;
        if (!m_work.isWhole) return;
        m_figures.push_back({"work of a step", m_work.operations / giga, notComputed, "GFLOP"});
        m_figures.push_back({"activations of a step", m_work.activationBytes / giga, notComputed, "GB"});
        m_figures.push_back({"optimiser's bytes of a step", m_work.optimiserBytes / giga, notComputed, "GB"});
        m_figures.push_back({"fastest convolution", m_rates.operationsPerSecond / giga, notComputed, "GFLOP/s"});
        m_figures.push_back({"memory bandwidth", m_rates.bytesPerSecond / giga, notComputed, "GB/s"});
        compare("float32 against the roofline", m_rounds.own, m_rounds.floor);
    }

    Engine& m_engine;
    const TorchBaseline& m_baseline;
    const Contest& m_contest;
    const TrainBenchSettings m_settings;
    const RunControl& m_control;
    std::unique_ptr<StepBench> m_own, m_half;
    StepWork m_work;
    MachineRates m_rates; ///< the best of all rounds
    std::int64_t m_parameters = 0;
    Rounds m_rounds;
    std::vector<double> m_afterPlain, m_afterTuned;
    std::vector<Figure> m_figures;
};

} // namespace

const std::vector<std::string>& benchedNetworks()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Contest& contest : contests()) all.push_back(contest.network);
        return all;
    }();
    return names;
}

Result<std::vector<Figure>> benchTraining(Engine& engine, const TorchBaseline& baseline, const std::string& network,
                                          const TrainBenchSettings& settings, const RunControl& control)
{
    for (const Contest& contest : contests())
        if (contest.network == network) return TrainBench(engine, baseline, contest, settings, control).run();
    return Error::usage("the baseline has no network '" + network + "'", {},
                        "choose one of those that bench --help lists");
}

} // namespace mien::cli
