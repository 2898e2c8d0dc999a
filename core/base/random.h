// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace mien {

/// xoshiro256** (Blackman & Vigna 2018), seeded through splitmix64. The same numbers on every machine, unlike the
/// distributions of <random>. Not for several threads at once; give each its own through fork().
class Random
{
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t bits();
    double uniform();                        ///< [0, 1)
    double uniform(double low, double high); ///< [low, high)
    double normal();                         ///< mean 0, standard deviation 1
    std::size_t below(std::size_t n);        ///< 0 … n−1, unbiased; n > 0
    bool chance(double probability);

    template <typename T> void shuffle(std::vector<T>& items)
    {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

    /// An independent generator named by `purpose`, so that adding a draw in one place moves no other.
    Random fork(std::string_view purpose) const;

    const std::array<std::uint64_t, 4>& state() const { return m_state; }
    void setState(const std::array<std::uint64_t, 4>& state) { m_state = state; }

private:
    std::array<std::uint64_t, 4> m_state;
};

/// FNV-1a, 64 bit. For seeds and names, not against an adversary.
std::uint64_t hash64(std::string_view bytes, std::uint64_t start = 0xcbf29ce484222325ULL);

} // namespace mien
