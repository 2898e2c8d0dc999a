// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/api/model_info.h"
#include "widgets/forms/option_form.h"

namespace mien {

/// A network's option as a row of a form: its name and help in the user's language where they are known, its default
/// under `preset` ("recommended" | "paper").
FormField toFormField(const OptionInfo& option, const QString& preset);

} // namespace mien
