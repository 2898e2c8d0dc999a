// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/jobs.h"
#include "app/engine/jobs/parent_run.h"
#include "core/dataset/run_clip_source.h"

#include <map>

namespace mien::jobs {

/// The samples of a run before they are split, with all that is needed to build their clips.
struct RunData
{
    struct Source
    {
        std::vector<std::filesystem::path> files; ///< absolute
        ClipMaterial material;
        std::vector<bool> hasFace = {}; ///< by frame, where a parent run's networks look at all of them
        std::string picturesKey = {};   ///< names what they see there
    };

    std::vector<std::string> classes;
    Task task = Task::Classes;
    InputPlan plan;
    std::vector<Sample> samples;
    std::map<std::string, Source> sources;     ///< by Sample::clip
    std::map<std::string, std::string> splits; ///< attribute "split" of the clips that have it, by Sample::clip
    std::map<std::string, std::string> labels; ///< emotion of the clips that have one, by Sample::clip
    std::vector<Diagnostic> diagnostics;       ///< clips left out, and why
    std::vector<std::string> generated;        ///< names of the datasets that are drawn
    std::optional<ParentRun> parent;           ///< of networks that learn from features
    std::string heldOutPrefix;                 ///< of subjects that protocol cross:DIR tests on; empty under all others
};

/// Reads the datasets of `config`, finds faces and cuts pictures of the clips that are labelled for the network's task,
/// and samples them. Features are left to makeFeatures(): they differ from fold to fold. Controls are applied. `only`:
/// this clip alone (labelled or not), for maps.
Result<RunData> readRunData(const RunConfig& config, const Engine& engine, const RunControl& control,
                            const std::string& only = {});

/// The same for any network, of which this is known; `config` says the data.
Result<RunData> readRunData(const RunConfig& config, const ModelInfo& model, const InputPlan& plan,
                            const std::optional<ParentRun>& parent, const RunControl& control,
                            const std::string& only = {});

/// The samples as the network takes them. Landmark grids are built here and now, pictures when they are asked for. A
/// sample that cannot be built is an Error (readRunData has dropped those with lost faces).
Result<std::unique_ptr<ClipSource>> clipSource(const RunData& data);

/// One prediction for each fold and clip, where the network is shown several samples of a clip and these vote
/// (core/eval/voting.h); else as they are. `options`: those of the network, resolved.
std::vector<Prediction> combined(std::vector<Prediction> predictions, const std::vector<Sample>& samples,
                                 const OptionValues& options);

/// Folders of a run's datasets in the order that names of samples count them by ("2:name/clip"): those that are
/// trained on, then DIR of protocol cross:DIR.
std::vector<std::string> dataFolders(const RunConfig& config);

/// Folds of a run whose folder fold-K holds `file`, in order; there may be gaps.
std::vector<int> foldsWith(const std::filesystem::path& run, const std::string& file);

/// Whether `stored`, the settings of the run in `folder`, are those that `asked` asks for: but for what was found out
/// when the run began.
bool isRunOf(const RunConfig& stored, RunConfig asked, const std::filesystem::path& folder);

/// run.json of a run folder, its paths of datasets and of the parent run resolved: relative to the folder first, then
/// absolute.
Result<RunConfig> configOf(const std::filesystem::path& folder);

/// The config with the paths by which a run in `folder` finds its data and parent again after a move of either.
RunConfig located(RunConfig config, const std::filesystem::path& folder);

/// The config with its datasets replaced by one folder.
RunConfig withData(RunConfig config, const std::filesystem::path& data);

} // namespace mien::jobs
