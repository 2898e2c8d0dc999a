// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/dropout.h"

#include "models/blocks/channels_last.h"

#include <ATen/CPUGeneratorImpl.h>

namespace mien::blocks {

namespace {

at::Generator& generator()
{
    static thread_local at::Generator own = at::detail::createCPUGenerator();
    return own;
}

} // namespace

void seedDropout(std::uint64_t seed)
{
    generator().set_current_seed(seed);
}

torch::Tensor DropoutImpl::forward(const torch::Tensor& x)
{
    if (!is_training() || m_share == 0) return x;
    if (isTracing() || !x.is_cpu()) return torch::dropout(x, m_share, true);
    return x * torch::empty_like(x).bernoulli_(1 - m_share, generator()).div_(1 - m_share);
}

} // namespace mien::blocks
