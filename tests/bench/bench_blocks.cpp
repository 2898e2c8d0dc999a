// SPDX-License-Identifier: GPL-3.0-or-later
/// Measures the hand-written blocks beside torch's own in the same run, forward and backward: each repetition runs all
/// variants in turn, and medians are compared. Prints times and ratios; passes no judgement, because other work on the
/// machine moves every figure.
///
/// bench_blocks [depthwise|norm|gru|convlstm|kerasgru] [--threads N] [--repeats N] [--batch N]
#include "core/base/parallel.h"
#include "models/blocks/batch_norm_relu6.h"
#include "models/blocks/conv_lstm.h"
#include "models/blocks/depthwise3d.h"
#include "models/blocks/fast_gru.h"
#include "models/blocks/keras_gru.h"
#include "models/blocks/simd/kernels.h"
#include "models/train/blas.h"
#include "models/train/caching_allocator.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace mien;

namespace {

constexpr auto last3d = torch::MemoryFormat::ChannelsLast3d;

struct Settings
{
    std::string section;
    int threads = static_cast<int>(usableCores());
    int repeats = 7;
    std::int64_t batch = 2;
};

/// One way to do the work.
struct Variant
{
    const char* name;
    std::function<void()> run;
    int threads = 0; ///< of torch; 0 = as set
    int blas = 1;    ///< of BLAS
};

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Times
{
    double wall; ///< milliseconds
    double cpu;  ///< of all threads together: what other work on the machine hardly moves
};

/// Medians of each variant, after one round that is not counted.
std::vector<Times> measured(const Settings& settings, const std::vector<Variant>& variants)
{
    std::vector<std::vector<double>> wall(variants.size()), cpu(variants.size());
    for (int k = -1; k < settings.repeats; ++k) {
        for (std::size_t i = 0; i < variants.size(); ++i) {
            const int threads = variants[i].threads > 0 ? variants[i].threads : settings.threads;
            if (threads != at::get_num_threads()) at::set_num_threads(threads);
            blas::setThreads(variants[i].blas);
            const auto start = std::chrono::steady_clock::now();
            const std::clock_t startCpu = std::clock();
            variants[i].run();
            const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
            if (k < 0) continue;
            wall[i].push_back(time.count());
            cpu[i].push_back(1e3 * static_cast<double>(std::clock() - startCpu) / CLOCKS_PER_SEC);
        }
    }
    std::vector<Times> medians;
    for (std::size_t i = 0; i < variants.size(); ++i) medians.push_back({median(wall[i]), median(cpu[i])});
    return medians;
}

void print(const std::string& what, const std::vector<Variant>& variants, const std::vector<Times>& times)
{
    const Times& ours = times.back();
    std::printf("%s\n", what.c_str());
    for (std::size_t i = 0; i < times.size(); ++i)
        std::printf("    %-20s wall %9.2f ms %6.2fx   cpu %9.2f ms %6.2fx\n", variants[i].name, times[i].wall,
                    times[i].wall / ours.wall, times[i].cpu, times[i].cpu / ours.cpu);
    std::fflush(stdout);
}

/// The last variant is ours; ratios say how many times as long the others take.
std::vector<Times> report(const Settings& settings, const std::string& what, const std::vector<Variant>& variants)
{
    const std::vector<Times> times = measured(settings, variants);
    print(what, variants, times);
    return times;
}

torch::Tensor leaf(const std::vector<std::int64_t>& shape, torch::ScalarType type = torch::kFloat32)
{
    const torch::Tensor x = torch::randn(shape);
    return (shape.size() == 5 ? x.contiguous(last3d) : x).to(type).detach().set_requires_grad(true);
}

/// Forward, and backward to `leaves`; the gradient of the output is made once, in the first output's memory format.
std::function<void()> step(std::vector<torch::Tensor> leaves, std::function<torch::Tensor()> f)
{
    return [f = std::move(f), leaves = std::move(leaves), gradient = torch::Tensor()]() mutable {
        const torch::Tensor y = f();
        if (!gradient.defined()) gradient = torch::randn_like(y);
        torch::autograd::grad({y}, leaves, {gradient});
    };
}

std::string named(const char* what, const std::vector<std::int64_t>& shape)
{
    std::string text = what;
    for (const std::int64_t size : shape) text += (text == what ? " " : "x") + std::to_string(size);
    return text;
}

/// The depthwise layers of mobilenet3d_au (16 frames of 224 × 224): input without the batch, stride, how often.
struct MobileLayer
{
    std::vector<std::int64_t> shape;
    blocks::Stride3d stride;
    int count;
};
const std::vector<MobileLayer> mobileLayers{
    {{32, 16, 112, 112}, {1, 1, 1}, 1}, {{96, 16, 112, 112}, {2, 2, 2}, 1}, {{144, 8, 56, 56}, {1, 1, 1}, 1},
    {{144, 8, 56, 56}, {2, 2, 2}, 1},   {{192, 4, 28, 28}, {1, 1, 1}, 2},   {{192, 4, 28, 28}, {2, 2, 2}, 1},
    {{384, 2, 14, 14}, {1, 1, 1}, 4},   {{576, 2, 14, 14}, {1, 1, 1}, 2},   {{576, 2, 14, 14}, {2, 2, 2}, 1},
    {{960, 1, 7, 7}, {1, 1, 1}, 3},
};

void benchDepthwise(const Settings& settings)
{
    std::vector<Times> sums;
    std::vector<Variant> all;
    for (const MobileLayer& layer : mobileLayers) {
        std::vector<std::int64_t> shape = layer.shape;
        shape.insert(shape.begin(), settings.batch);
        const torch::Tensor last = leaf(shape), weight = leaf({shape[1], 1, 3, 3, 3});
        const torch::Tensor first = last.detach().clone().contiguous().set_requires_grad(true);
        const torch::Tensor half = last.detach().to(torch::kBFloat16).set_requires_grad(true);
        const auto stock = [=, stride = layer.stride](const torch::Tensor& x) {
            return step({x, weight}, [=] {
                return torch::conv3d(x, weight, {}, stride, torch::IntArrayRef({1, 1, 1}),
                                     torch::IntArrayRef({1, 1, 1}), x.size(1));
            });
        };
        const auto ours = [=, stride = layer.stride](const torch::Tensor& x) {
            return step({x, weight}, [=] { return blocks::depthwise3d(x, weight, stride); });
        };
        const std::vector<Variant> variants{{"stock", stock(first)},
                                            {"stock channels-last", stock(last)},
                                            {"ours bfloat16", ours(half)},
                                            {"ours", ours(last)}};
        const auto times =
            report(settings, named("depthwise", shape) + " stride " + std::to_string(layer.stride[0]), variants);
        sums.resize(times.size(), {0, 0});
        for (std::size_t i = 0; i < times.size(); ++i) {
            sums[i].wall += layer.count * times[i].wall;
            sums[i].cpu += layer.count * times[i].cpu;
        }
        all = variants;
    }
    print("all depthwise layers of mobilenet3d_au", all, sums);
}

void benchNorm(const Settings& settings)
{
    for (const std::vector<std::int64_t>& size :
         {std::vector<std::int64_t>{96, 16, 112, 112}, {144, 8, 56, 56}, {192, 4, 28, 28}, {960, 1, 7, 7}}) {
        std::vector<std::int64_t> shape = size;
        shape.insert(shape.begin(), settings.batch);
        const torch::Tensor last = leaf(shape), half = leaf(shape, torch::kBFloat16);
        const torch::Tensor first = last.detach().clone().contiguous().set_requires_grad(true);
        torch::nn::BatchNorm3d stock(shape[1]);
        blocks::BatchNormAct ours(shape[1], blocks::Activation::Relu6);
        report(
            settings, named("batch norm + relu6", shape),
            {{"stock",
              step({first, stock->weight, stock->bias}, [=]() mutable { return torch::relu6(stock->forward(first)); })},
             {"stock channels-last",
              step({last, stock->weight, stock->bias}, [=]() mutable { return torch::relu6(stock->forward(last)); })},
             {"ours bfloat16", step({half, ours->weight, ours->bias}, [=]() mutable { return ours->forward(half); })},
             {"ours", step({last, ours->weight, ours->bias}, [=]() mutable { return ours->forward(last); })}});
    }
}

std::vector<torch::Tensor> joined(const std::vector<std::vector<torch::Tensor>>& lists)
{
    std::vector<torch::Tensor> all;
    for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

/// The head of the valence-arousal network: layers of 100, 100 and 50 units, the last state, two outputs.
void benchGru(const Settings& settings)
{
    const torch::Tensor x = torch::randn({256, 100, 300});
    torch::nn::GRU a(torch::nn::GRUOptions(300, 100).num_layers(2).batch_first(true));
    torch::nn::GRU b(torch::nn::GRUOptions(100, 50).batch_first(true));
    blocks::FastGru first(300, 100), second(100, 100), third(100, 50);
    torch::nn::Linear out(50, 2);
    const auto stock = [&] {
        return step(joined({a->parameters(), b->parameters(), out->parameters()}), [=]() mutable {
            return out->forward(std::get<0>(b->forward(std::get<0>(a->forward(x)))).select(1, 99));
        });
    };
    const auto ours =
        step(joined({first->parameters(), second->parameters(), third->parameters(), out->parameters()}),
             [=]() mutable { return out->forward(third->forward(second->forward(first->forward(x))).select(1, 99)); });
    report(settings, named("va_gru3", {256, 100, 300}),
           {{"stock, 1 thread", stock(), 1, settings.threads},
            {"stock", stock(), 0, settings.threads},
            {"stock, BLAS at 1", stock()},
            {"ours", ours}});
}

torch::Tensor stockConvLstm(const torch::Tensor& x, torch::nn::Conv2d& input, torch::nn::Conv2d& recurrent)
{
    torch::Tensor h, c;
    for (std::int64_t t = 0; t < x.size(1); ++t) {
        torch::Tensor gates = input->forward(x.select(1, t));
        if (!h.defined()) h = c = torch::zeros({gates.size(0), gates.size(1) / 4, gates.size(2), gates.size(3)});
        const auto parts = (gates + recurrent->forward(h)).chunk(4, 1);
        const auto gate = [](const torch::Tensor& v) { return (0.2 * v + 0.5).clamp(0, 1); };
        c = gate(parts[1]) * c + gate(parts[0]) * torch::tanh(parts[2]);
        h = gate(parts[3]) * torch::tanh(c);
    }
    return h;
}

void benchConvLstm(const Settings& settings)
{
    for (const std::int64_t side : {30, 60}) {
        const torch::Tensor x = torch::rand({8, 10, 3, side, side});
        torch::nn::Conv2d input(torch::nn::Conv2dOptions(3, 256, 3));
        torch::nn::Conv2d recurrent(torch::nn::Conv2dOptions(64, 256, 3).padding(1).bias(false));
        blocks::ConvLstm2d ours(3, 64, 3);
        report(settings, named("ConvLSTM", {8, 10, 3, side, side}),
               {{"stock", step(joined({input->parameters(), recurrent->parameters()}),
                               [=]() mutable { return stockConvLstm(x, input, recurrent); })},
                {"stock channels-last",
                 step(joined({input->parameters(), recurrent->parameters()}),
                      [=]() mutable {
                          return stockConvLstm(
                              x.flatten(0, 1).contiguous(torch::MemoryFormat::ChannelsLast).view(x.sizes()), input,
                              recurrent);
                      })},
                {"ours", step(ours->parameters(), [=]() mutable { return ours->forward(x); })}});
    }
}

/// The recurrent end of cnn_gru: tiny, measured so that nobody need wonder.
void benchKerasGru(const Settings& settings)
{
    const torch::Tensor x = torch::randn({8, 5, 1024});
    torch::nn::GRU stock(torch::nn::GRUOptions(1024, 5).batch_first(true));
    blocks::KerasGru ours(1024, 5);
    report(settings, named("Keras GRU, beside torch's other GRU", {8, 5, 1024}),
           {{"stock", step(stock->parameters(), [=]() mutable { return std::get<0>(stock->forward(x)).select(1, 4); })},
            {"ours", step(ours->parameters(), [=]() mutable { return ours->forward(x); })}});
}

Settings parsed(int argc, char** argv)
{
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool hasValue = i + 1 < argc;
        if (argument == "--threads" && hasValue)
            settings.threads = std::stoi(argv[++i]);
        else if (argument == "--repeats" && hasValue)
            settings.repeats = std::stoi(argv[++i]);
        else if (argument == "--batch" && hasValue)
            settings.batch = std::stoi(argv[++i]);
        else
            settings.section = argument;
    }
    return settings;
}

} // namespace

int main(int argc, char** argv)
{
    const Settings settings = parsed(argc, argv);
    installCachingAllocator();
    std::printf("%s kernels, BLAS %s %s, %d threads, medians of %d\n", simd::kernels().name, blas::name().c_str(),
                blas::coreName().c_str(), settings.threads, settings.repeats);
    const std::vector<std::pair<std::string, void (*)(const Settings&)>> sections{{"depthwise", benchDepthwise},
                                                                                  {"norm", benchNorm},
                                                                                  {"gru", benchGru},
                                                                                  {"convlstm", benchConvLstm},
                                                                                  {"kerasgru", benchKerasGru}};
    for (const auto& [name, run] : sections)
        if (settings.section.empty() || settings.section == name) run(settings);
    return 0;
}
