// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/networks/network_type.h"

namespace mien {

/// The network over 20 stacked grey frames (landmark TCN spec, section 5): three blocks of two 3 × 3 convolutions with
/// 64, 128 and 256 filters, each convolution followed by ReLU and batch norm, each block by a pooling; then dense
/// layers of 256 and 7. `extraPool`: a pooling 7 × 7 with stride 3 behind them brings the printed count near. All but
/// id, title, counts and countNote is filled in. Parameters: conv1 bn1 … conv6 bn6, fc1, fc2.
NetworkType stackedFramesType(bool extraPool);

} // namespace mien
