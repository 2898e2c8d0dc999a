// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

/// Start-up shared by `mien`, `mien-cli` and their tests.
namespace mien::bootstrap {

/// Before the QCoreApplication is made: a closed pipe becomes a write error instead of the end of the process, and
/// messages of Qt and of libraries that use its logging go to stderr, one line each, English, without debug chatter
/// (MIEN_VERBOSE=1 shows all).
void prepareProcess();

/// After the QCoreApplication is made (it switches to the user's locale): names and version of the application, and
/// numbers with a point in everything that uses the C library.
void setUpApplication(const QString& program);

} // namespace mien::bootstrap
