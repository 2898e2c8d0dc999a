// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/simd/lanes.inl"

namespace mien::simd {
namespace {

void gruForward(std::int64_t rows, std::int64_t units, Rows gates, ConstRows recurrent, const float* bias,
                ConstRows previous, Rows state)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        float* gate = gates.data + row * gates.stride;
        const float* product = recurrent.data + row * recurrent.stride;
        const float* before = previous.data + row * previous.stride;
        float* after = state.data + row * state.stride;
        forPieces(units, [&]<int W>(std::int64_t j) {
            const auto part = [&](const float* p, int k) { return load<W>(p + k * units + j); };
            const F<W> r = logistic<W>(part(gate, 1) + part(product, 0) + part(bias, 1));
            const F<W> z = logistic<W>(part(gate, 2) + part(product, 1) + part(bias, 2));
            const F<W> m = part(product, 2) + part(bias, 3);
            const F<W> n = hyperbolicTangent<W>(part(gate, 0) + part(bias, 0) + r * m);
            const F<W> h = part(before, 0);
            store<W>(gate + j, n);
            store<W>(gate + units + j, r);
            store<W>(gate + 2 * units + j, z);
            store<W>(gate + 3 * units + j, m);
            store<W>(after + j, n + z * (h - n));
        });
    }
}

void gruBackward(std::int64_t rows, std::int64_t units, ConstRows gates, ConstRows previous, ConstRows outGradient,
                 Rows carry, Rows gradient)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const float* gate = gates.data + row * gates.stride;
        const float* before = previous.data + row * previous.stride;
        const float* outer = outGradient.data + row * outGradient.stride;
        float* carried = carry.data + row * carry.stride;
        float* target = gradient.data + row * gradient.stride;
        forPieces(units, [&]<int W>(std::int64_t j) {
            const auto part = [&](const float* p, int k) { return load<W>(p + k * units + j); };
            const F<W> n = part(gate, 0), r = part(gate, 1), z = part(gate, 2), m = part(gate, 3);
            const F<W> dh = part(outer, 0) + part(carried, 0);
            const F<W> dn = dh * (1.0F - z) * (1.0F - n * n);
            store<W>(target + j, dn);
            store<W>(target + units + j, dn * m * r * (1.0F - r));
            store<W>(target + 2 * units + j, dh * (part(before, 0) - n) * z * (1.0F - z));
            store<W>(target + 3 * units + j, dn * r);
            store<W>(carried + j, dh * z);
        });
    }
}

} // namespace
} // namespace mien::simd
