// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/data/batch_stream.h"
#include "tests/models/toy_run.h"
#include "tests/support/check.h"

#include <atomic>
#include <chrono>

using namespace mien;

namespace {

/// Clips of one number, some slow, some unreadable, one that throws.
class OddSource final : public ClipSource
{
public:
    explicit OddSource(std::size_t size) : m_samples(size)
    {
        for (std::size_t i = 0; i < size; ++i) m_samples[i].id = std::to_string(i);
    }
    std::size_t size() const override { return m_samples.size(); }
    const Sample& sample(std::size_t i) const override { return m_samples.at(i); }
    Result<Clip> load(std::size_t i) const override
    {
        ++loaded;
        if (i == throws) throw std::runtime_error("disk on fire");
        if (i % 5 == 3) return Error::failed("unreadable", m_samples[i].id);
        if (i % 7 == 2) std::this_thread::sleep_for(std::chrono::milliseconds(3));
        return Clip{m_samples[i], {Array{{2, 68, 20}, std::vector<float>(2 * 68 * 20, static_cast<float>(i))}}};
    }
    std::uint64_t fingerprint() const override { return 1; }

    std::size_t throws = 1000;
    mutable std::atomic<int> loaded = 0;

private:
    std::vector<Sample> m_samples;
};

/// Adds what it draws.
class Noise final : public ClipTransform
{
public:
    void apply(Clip& clip, Random* augmentation) const override
    {
        if (augmentation)
            for (float& value : clip.inputs[0].data) value += static_cast<float>(augmentation->uniform());
    }
};

std::vector<std::size_t> upTo(std::size_t n)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < n; ++i) order.push_back((i * 11) % n);
    return order;
}

} // namespace

TEST_CASE("the stream gives what the loader gives, in order, for any read-ahead")
{
    const OddSource source(40);
    const Noise noise;
    const BatchLoader loader(source, noise, {ClipSpec{}}, torch::kCPU);
    const Random augmentation(5);
    for (const std::size_t ahead : {1u, 2u, 9u})
        for (const std::size_t size : {1u, 7u, 40u, 64u}) {
            BatchStream stream(loader, upTo(40), size, &augmentation, ahead);
            EXPECT_EQUAL(stream.batches(), (40 + size - 1) / size);
            for (std::size_t b = 0; b < stream.batches(); ++b) {
                const auto batch = stream.next();
                EXPECT(batch.has_value());
                const Batch direct =
                    loader.load(upTo(40), b * size, std::min((b + 1) * size, std::size_t{40}), &augmentation);
                EXPECT_EQUAL(batch->samples.size(), direct.samples.size());
                EXPECT_EQUAL(batch->problems.size(), direct.problems.size());
                if (!direct.empty()) EXPECT(torch::equal(batch->inputs[0], direct.inputs[0]));
            }
            EXPECT(!stream.next());
        }
}

TEST_CASE("a stream that nobody empties stops reading, and goes away at once")
{
    const OddSource source(1000);
    const Noise noise;
    const BatchLoader loader(source, noise, {ClipSpec{}}, torch::kCPU);
    {
        BatchStream stream(loader, upTo(1000), 10, nullptr, 2);
        EXPECT(stream.next().has_value());
    }
    EXPECT(source.loaded < 100);
}

TEST_CASE("what the loader throws comes out of next(), behind the batches that were whole")
{
    OddSource source(30);
    source.throws = upTo(30)[25];
    const Noise noise;
    const BatchLoader loader(source, noise, {ClipSpec{}}, torch::kCPU);
    BatchStream stream(loader, upTo(30), 10, nullptr, 3);
    EXPECT(stream.next().has_value());
    EXPECT(stream.next().has_value());
    bool thrown = false;
    try {
        stream.next();
    } catch (const std::runtime_error& error) {
        thrown = std::string(error.what()) == "disk on fire";
    }
    EXPECT(thrown);
}

TEST_MAIN
