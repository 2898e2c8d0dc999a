// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/facs/action_units.h"

#include <string>

namespace mien::report {

/// How a map agrees with the expected action units, in sentences with the figures of landmark TCN spec section 8.5.
std::string agreementText(const AuAgreement& agreement);

} // namespace mien::report
