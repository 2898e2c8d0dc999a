// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// What a user made of a clip, where that differs from what its dataset says.
struct ClipOverride
{
    std::string clip;                 ///< id in the dataset
    std::optional<std::string> label; ///< in the place of the dataset's own; "" = not labelled
    bool excluded = false;
    std::string split; ///< "train", "val", "test"; empty = as the dataset says, if it does

    friend bool operator==(const ClipOverride&, const ClipOverride&) = default;
};

/// Describes a run completely and does nothing. `run.json` holds it; a run folder repeats exactly from that file.
/// JSON: core/config/run_config_json.h. Meaning of each option: models/api/model_info.h.
struct RunConfig
{
    struct Dataset
    {
        std::string path;                     ///< absolute
        std::string relativePath;             ///< relative to the run folder; tried first when the run was moved
        std::string reader;                   ///< id in readers.def; empty = probe
        std::vector<ClipOverride> clips = {}; ///< of the project that the run came from
    };

    std::vector<Dataset> datasets;              ///< several are merged by label name, subjects prefixed
    Dataset tested;                             ///< the one that protocol cross:DIR names: reader and clips, no paths
    std::map<std::string, std::string> where;   ///< attribute = value, all must hold ("lighting" = "strong")
    std::map<std::string, std::string> labels;  ///< label = what it becomes (core/dataset/label_mapping.h)
    std::string network = "tcn";                ///< id in networks.def
    std::map<std::string, std::string> options; ///< explicit settings; what is absent follows the preset
    std::string preset = "recommended";         ///< recommended | paper
    std::string protocol = "subject-kfold:6";   ///< see core/dataset/protocol.h
    std::uint64_t seed = 1;
    std::string device = "auto";         ///< auto | cpu | cuda:N
    int threadsPerFold = 0;              ///< 0 = all usable cores
    std::string precision = "float32";   ///< float32 | bfloat16 | float16
    std::string parentRun;               ///< folder of the run whose networks see the frames first; empty = none
    std::string parentRelativePath;      ///< relative to the run folder; tried first when the run was moved
    std::string parentWeights;           ///< SHA-256 of the parent's networks when this run began
    std::string landmarks = "extract";   ///< extract | dataset | truth; every figure names what is not "extract"
    std::string selectOn = "validation"; ///< validation | test (repeats what papers did; every figure says so)
    std::string control = "none";        ///< none | shuffled_labels | first_frame: runs that must fail
    std::string weights;                 ///< file that the weights begin with (absolute); empty = drawn by the seed
    std::string weightsMap;              ///< what translates its names: a JSON file, or a built-in map; empty = nothing
    std::string weightsHash;             ///< SHA-256 of `weights`, hex; filled in when the run begins
};

} // namespace mien
