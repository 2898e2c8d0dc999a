// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mien {

/// The clip that a sample is of. Samples are named "<clip>", "<clip>#neutral" or "<clip>#<frame>"; a clip's own name
/// may hold other marks.
std::string clipOfSample(const std::string& sample);

} // namespace mien
