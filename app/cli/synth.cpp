// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/synth.h"

#include "app/cli/command.h"
#include "app/cli/dataset_summary.h"
#include "core/base/text.h"
#include "core/synth/settings.h"

#include <algorithm>

namespace mien::cli {

namespace {

Result<void> run(const Arguments& arguments, CliContext& context)
{
    SynthOptions options;
    options.layout = arguments.text("layout", options.layout);
    options.subjects = static_cast<int>(arguments.integer("subjects").value_or(options.subjects));
    options.seed = static_cast<std::uint64_t>(arguments.integer("seed").value_or(1));
    options.width = static_cast<int>(arguments.integer("width").value_or(0));
    options.height = static_cast<int>(arguments.integer("height").value_or(0));
    options.motion = !arguments.has("no-motion");
    for (const auto& [name, value] : arguments.settings("set"))
        if (auto applied = applySynthSetting(options, name, value); !applied) return applied.error();
    const auto& layouts = synthLayouts();
    if (std::find(layouts.begin(), layouts.end(), options.layout) == layouts.end())
        return Error::usage("unknown layout '" + options.layout + "'", {},
                            "these can be written: " + text::join(layouts, ", "));

    const auto written = synthesise(arguments.positional(0), options, context.control());
    if (!written) return written.error();
    const DatasetSummary summary = summarise(*written, unopened(*written));
    if (arguments.has("json"))
        context.print(json(summary));
    else
        context.out() << "wrote " << arguments.positional(0) << "\n" << describe(summary);
    return {};
}

} // namespace

const Command& synthCommand()
{
    using Type = OptionSpec::Type;
    static const Command command = {
        .name = "synth",
        .summary = "Writes a generated dataset of expressive faces, with its ground truth.",
        .details =
            "Drawn faces run from neutral to an expression (ckplus, oulu), let it come and go in films, acted or "
            "spontaneous (baum1, baum2, affwild2, ebplus, disfa, folders, manifest), show micro-expressions (samm, "
            "casme2) or are stills (jaffe); identity, lighting and head motion are independent of the label. "
            "Landmarks, "
            "action unit intensities, emotion, valence, arousal and pose of every frame, and onset, apex, offset, "
            "acting, lighting and occluder of every clip are in OUT/truth/, which training never reads. The same "
            "options give the same files, byte for byte on one machine.",
        .syntax = {.positionals = {{"OUT", "Folder to write; must not exist or be empty."}},
                   .options = {{.name = "layout",
                                .type = Type::Text,
                                .value = "L",
                                .help = "Dataset layout: " + text::join(synthLayouts(), ", ") + " (default ckplus)."},
                               {.name = "subjects",
                                .type = Type::Integer,
                                .value = "N",
                                .help = "Number of people (default 20).",
                                .minimum = 1,
                                .maximum = 10000},
                               {.name = "seed",
                                .type = Type::Integer,
                                .value = "S",
                                .help = "Seed of all randomness (default 1)."},
                               {.name = "width",
                                .type = Type::Integer,
                                .value = "W",
                                .help = "Width of the pictures in pixels (default: as the layout has them).",
                                .minimum = 120,
                                .maximum = 4096},
                               {.name = "height",
                                .type = Type::Integer,
                                .value = "H",
                                .help = "Height of the pictures in pixels (default: as the layout has them).",
                                .minimum = 120,
                                .maximum = 4096},
                               {.name = "set",
                                .type = Type::Setting,
                                .value = "NAME=VALUE",
                                .help = "How it is drawn and written: " + synthSettingsHelp() + ".",
                                .repeatable = true},
                               {.name = "no-motion",
                                .help = "Keeps every face neutral: a control in which labels cannot be learned."},
                               jsonOption("One line, with the keys of 'scan --json'.")}},
        .run = run};
    return command;
}

} // namespace mien::cli
