// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/label_options.h"

#include "core/facs/emotions.h"

namespace mien::cli {

namespace {

std::string presetHelp()
{
    std::string help;
    for (const LabelPreset& preset : labelPresets())
        help += (help.empty() ? "" : "; ") + preset.id + " (" + preset.title + ")";
    return help;
}

} // namespace

std::vector<OptionSpec> labelOptions()
{
    using Type = OptionSpec::Type;
    return {{.name = "labels",
             .type = Type::Text,
             .value = "LIST|FILE",
             .help = "Brings labels to a class list: " + presetHelp() +
                     "; or a table (.csv, .xlsx) with the columns label and becomes. What becomes nothing is dropped, "
                     "'*' means every other label."},
            {.name = "label",
             .type = Type::Setting,
             .value = "NAME=BECOMES",
             .help = "Renames or merges one label, as in contempt=disgust, or drops it, as in contempt= ; goes before "
                     "--labels.",
             .repeatable = true}};
}

Result<LabelMapping> labelMapping(const Arguments& arguments)
{
    LabelMapping mapping;
    if (arguments.has("labels")) {
        auto named = mien::labelMapping(arguments.text("labels"));
        if (!named) return named.error();
        mapping = std::move(*named);
    }
    for (const auto& [name, becomes] : arguments.settings("label")) mapping[labelName(name)] = labelName(becomes);
    return mapping;
}

} // namespace mien::cli
