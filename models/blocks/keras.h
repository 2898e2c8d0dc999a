// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/blocks/batch_norm_relu6.h"

#include <torch/torch.h>

#include <cstdint>

/// Layers with the meaning they have in Keras, in which most of the papers' networks were written
/// (conventions of the specifications: same padding, batch norm, initialisers).
namespace mien::keras {

/// A convolution with bias; padding is left to samePadding().
torch::nn::Conv2d conv2d(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1);

/// Batch norm with eps 1e-3; Keras momentum 0.99 is 0.01 as LibTorch counts it.
blocks::BatchNormAct batchNorm(std::int64_t channels, double momentum, blocks::Activation activation);

/// `x` (N × C × H × W) padded so that a window of `kernel` and `stride` gives ceil(H / stride) × ceil(W / stride):
/// the odd row and column go below and to the right. Pads with `value`.
torch::Tensor samePadding(const torch::Tensor& x, std::int64_t kernel, std::int64_t stride, double value = 0);

/// clip(0.2 x + 0.5, 0, 1), the gates of Keras 2.
torch::Tensor hardSigmoid(const torch::Tensor& x);

/// Max pooling, unpadded or padded 'same' with −∞.
torch::Tensor maxPool2d(const torch::Tensor& x, std::int64_t kernel, std::int64_t stride, bool same);

/// Glorot (Xavier) uniform weights ±sqrt(6 / (fan in + fan out)) and zero biases for every convolution and dense layer
/// below `module`; for torch's recurrent layers the same, over all gates at once, with orthogonal recurrent weights.
/// Drawn from torch's default generator in the order of registration.
void initialise(torch::nn::Module& module);

/// Fills `weight` as Glorot's uniform initialiser of Keras: ±sqrt(6 / (fan in + fan out)) with the fans of the whole
/// tensor, out × in × kernel for convolutions (the kernels of several gates are one), in × out for matrices.
void glorotUniform(torch::Tensor& weight);

/// Fills the matrix `weight` with orthonormal rows or columns, whichever are fewer, as Keras does: the signs of the QR
/// decomposition of normal numbers are made unique (Saxe et al. 2014).
void orthogonal(torch::Tensor& weight);

/// The same for a convolution, out × in × k × k: orthogonal as the matrix Keras makes of it, k · k · in rows by out
/// columns.
void orthogonalKernel(torch::Tensor& weight);

} // namespace mien::keras
