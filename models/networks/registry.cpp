// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/networks/registry.h"

#include <set>
#include <stdexcept>

namespace mien {

namespace networks {
#define MIEN_NETWORK(id) NetworkType id();
#include "models/networks/networks.def"
#undef MIEN_NETWORK
} // namespace networks

std::vector<NetworkType> registeredNetworks()
{
    std::vector<NetworkType> types;
#define MIEN_NETWORK(id) types.push_back(networks::id());
#include "models/networks/networks.def"
#undef MIEN_NETWORK
    std::set<std::string> ids;
    for (const NetworkType& type : types)
        if (!ids.insert(type.info.id).second) throw std::logic_error("two networks are called " + type.info.id);
    return types;
}

} // namespace mien
