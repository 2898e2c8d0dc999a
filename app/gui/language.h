// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCoreApplication;

namespace mien {

struct Theme;

/// Installs the translations of Mien and of Qt's own dialogs. `language`: "system", "en", "zh_CN". English has plural
/// forms only.
void installLanguage(QCoreApplication& application, const QString& language);

/// The colours for a setting: "light", "dark", or "system" (what the desktop's palette was at the start).
const Theme& themeFor(const QString& setting);

/// Call once after the QApplication is made, before any theme is applied: keeps in mind whether the desktop is dark.
void rememberSystemColours();

} // namespace mien
