// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mien::bootstrap {

/// The value of OPENBLAS_CORETYPE that was taken out of the environment at start-up, or null if there was none or it
/// was kept (MIEN_KEEP_OPENBLAS_CORETYPE=1).
const char* removedOpenBlasCoreType();

} // namespace mien::bootstrap
