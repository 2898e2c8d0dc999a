// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/check.h"

#include <torch/torch.h>

#include <functional>
#include <vector>

namespace mien::check {

/// max |a − b| ÷ max |b|, in double; NaN where there is one.
inline double relativeError(const torch::Tensor& a, const torch::Tensor& b)
{
    if (a.sizes() != b.sizes()) throw std::logic_error("sizes differ");
    const torch::Tensor x = a.detach().to(torch::kFloat64), y = b.detach().to(torch::kFloat64);
    const double size = y.abs().max().item<double>();
    return (x - y).abs().max().item<double>() / (size > 0 ? size : 1.0);
}

/// Same shape and the same bits (all NaN alike).
inline bool sameBits(const torch::Tensor& a, const torch::Tensor& b)
{
    return a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() &&
           torch::equal(torch::nan_to_num(a.detach(), 1e30), torch::nan_to_num(b.detach(), 1e30));
}

/// What `body` gives with 1, 2 and 3 threads is the same to the bit.
inline bool sameForAnyThreads(const std::function<std::vector<torch::Tensor>()>& body)
{
    const int before = at::get_num_threads();
    at::set_num_threads(1);
    const std::vector<torch::Tensor> expected = body();
    bool same = true;
    for (const int threads : {2, 3}) {
        at::set_num_threads(threads);
        const std::vector<torch::Tensor> actual = body();
        same = same && actual.size() == expected.size();
        for (std::size_t i = 0; same && i < actual.size(); ++i) same = sameBits(actual[i], expected[i]);
    }
    at::set_num_threads(before);
    return same;
}

/// A leaf of its own with the same values.
inline torch::Tensor leaf(const torch::Tensor& x)
{
    return x.detach().clone().set_requires_grad(true);
}

} // namespace mien::check
