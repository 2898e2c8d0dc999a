// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mien::bootstrap {

/// The value of OPENBLAS_CORETYPE that gave way at start-up to the one that suits the processor, or null if there was
/// none or it was kept (MIEN_KEEP_OPENBLAS_CORETYPE=1).
const char* removedOpenBlasCoreType();

} // namespace mien::bootstrap
