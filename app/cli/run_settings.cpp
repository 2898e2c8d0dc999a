// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_settings.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

/// A text field of RunConfig that --set may write. Without choices any text goes; the engine checks it.
struct Field
{
    const char* name;
    std::string RunConfig::*member;
    std::vector<std::string> choices;
    const char* shown;
};

const std::array<Field, 8>& fields()
{
    static const std::array<Field, 8> all = {{
        {"preset", &RunConfig::preset, {"recommended", "paper"}, "recommended | paper"},
        {"select_on", &RunConfig::selectOn, {"validation", "test"}, "validation | test"},
        {"landmarks", &RunConfig::landmarks, {"extract", "dataset", "truth"}, "extract | dataset | truth"},
        {"control",
         &RunConfig::control,
         {"none", "shuffled_labels", "first_frame"},
         "none | shuffled_labels | first_frame"},
        {"device", &RunConfig::device, {}, "auto | cpu | cuda:N"},
        {"precision", &RunConfig::precision, {"float32", "bfloat16", "float16"}, "float32 | bfloat16 | float16"},
        {"weights", &RunConfig::weights, {}, "FILE of a state dict that the training begins with"},
        {"weights_map", &RunConfig::weightsMap, {}, "FILE.json that translates its names | vgg_face"},
    }};
    return all;
}

constexpr const char* threadsField = "threads";

} // namespace

Result<void> applySetting(RunConfig& config, const std::string& name, const std::string& value)
{
    for (const Field& field : fields()) {
        if (name != field.name) continue;
        const auto& choices = field.choices;
        if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end())
            return Error::usage("--set " + name + " takes " + field.shown + ", not '" + value + "'");
        config.*field.member = value;
        return {};
    }
    if (name == threadsField) {
        const auto number = text::toInt(value);
        if (!number || *number < 0 || *number > 4096)
            return Error::usage("--set " + name + " takes 0 (all cores) to 4096, not '" + value + "'");
        config.threadsPerFold = static_cast<int>(*number);
        return {};
    }
    config.options[name] = value;
    return {};
}

std::string settingsHelp()
{
    std::string text;
    for (const Field& field : fields()) text += std::string(field.name) + "=" + field.shown + "; ";
    return text + threadsField + "=N (of a fold; 0 = all cores; where some are left, folds side by side are tried)";
}

void resolveDatasets(RunConfig& config, const fs::path& folder)
{
    for (RunConfig::Dataset& dataset : config.datasets) {
        std::error_code code;
        const fs::path near = (folder / dataset.relativePath).lexically_normal();
        if (!dataset.relativePath.empty() && fs::is_directory(near, code)) dataset.path = near.string();
    }
    std::error_code code;
    const fs::path near = (folder / config.parentRelativePath).lexically_normal();
    if (!config.parentRelativePath.empty() && fs::is_directory(near, code)) config.parentRun = near.string();
}

} // namespace mien::cli
