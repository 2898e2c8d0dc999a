// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/networks/network_type.h"

#include <string>
#include <vector>

namespace mien {

/// Every network of networks.def, in its order. Throws std::logic_error where two share an id.
std::vector<NetworkType> registeredNetworks();

} // namespace mien
