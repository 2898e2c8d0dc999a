// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blocks/frames_convolution.h"

#include <vector>

namespace mien {

torch::Tensor framesConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                                std::int64_t stride, std::int64_t padding, std::int64_t timePadding)
{
    const torch::Tensor padded =
        timePadding > 0 ? torch::constant_pad_nd(x, {0, 0, 0, 0, timePadding, timePadding}, 0) : x;
    const std::int64_t frames = weight.size(2);
    std::vector<torch::Tensor> windows;
    for (std::int64_t t = 0; t + frames <= padded.size(2); ++t)
        windows.push_back(padded.slice(2, t, t + frames).flatten(1, 2));
    const torch::Tensor stacked = torch::stack(windows, 1).flatten(0, 1);
    const auto format = torch::MemoryFormat::ChannelsLast;
    return torch::conv2d(stacked.contiguous(format), weight.flatten(1, 2).contiguous(format), bias, stride, padding);
}

torch::Tensor framesApart(const torch::Tensor& x, std::int64_t samples)
{
    return x.unflatten(0, std::vector<std::int64_t>{-1, x.size(0) / samples}).transpose(1, 2);
}

torch::Tensor framesTogether(const torch::Tensor& x)
{
    return x.transpose(1, 2).flatten(0, 1);
}

} // namespace mien
