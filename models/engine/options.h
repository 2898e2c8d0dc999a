// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/types/run_config.h"
#include "models/api/model_info.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mien {

/// Values of all options of `info` under config.preset, the explicit ones in config.options checked and written
/// canonically. Usage error that names the known options, the range or the choices.
Result<OptionValues> resolveOptions(const ModelInfo& info, const RunConfig& config);

/// Typed view of resolved values. Asking for an option that the network did not declare throws std::out_of_range.
class Options
{
public:
    explicit Options(OptionValues values) : m_values(std::move(values)) {}

    std::int64_t integer(const std::string& name) const;
    double real(const std::string& name) const;
    bool flag(const std::string& name) const;
    const std::string& choice(const std::string& name) const;
    std::vector<std::string> list(const std::string& name) const;

    bool has(const std::string& name) const { return m_values.count(name) > 0; } ///< the network declares it

    const OptionValues& values() const { return m_values; }

private:
    OptionValues m_values;
};

} // namespace mien
