// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset_index.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mien {

/// What the labels of clips become, by name: a new name renames, one that several share merges, an empty one drops (the
/// clip counts as unlabelled). A rule for `everyOtherLabel` holds for all labels without one of their own; where there
/// is none, they stay. Rules are not chained: a→b and b→c make an a into b.
/// Labels of single frames stay as they are.
using LabelMapping = std::map<std::string, std::string>;

inline constexpr const char* everyOtherLabel = "*";

/// The class list of a paper or a challenge.
struct LabelPreset
{
    std::string id;
    std::string title; ///< with its source
    LabelMapping mapping;
};

const std::vector<LabelPreset>& labelPresets();

/// What `label` becomes; empty = it is dropped.
std::string mapped(const std::string& label, const LabelMapping& mapping);

/// With the labels that the mapping gives; notes say what became of how many clips. Attributes keep what a clip's label
/// was ("label_before"), where it changed.
DatasetIndex relabelled(DatasetIndex index, const LabelMapping& mapping);

/// Input error in words where a rule names a label that neither a clip nor a preset has nor is an emotion: a slip of
/// the pen, or gives a class the name of everyOtherLabel. The remedy lists those that there are.
Result<void> checkLabels(const std::vector<const DatasetIndex*>& indexes, const LabelMapping& mapping);

/// Clips under a label that a network has no class for.
struct ForeignClass
{
    std::string name;
    int clips = 0;
    std::map<std::string, int> before = {}; ///< those that a mapping brought here, by what their label was
};

/// The labels of the clips that are none of `classes`: runs leave these clips out.
std::vector<ForeignClass> foreignClasses(const std::vector<const DatasetIndex*>& indexes,
                                         const std::vector<std::string>& classes);

/// "contempt (6 clips, 3 of them disgust before) is no class of tcn: left out"
std::string describe(const ForeignClass& foreign, const std::string& network);

/// The mapping of a preset by its id, else of a table with the columns `label` and `becomes` (.csv or .xlsx, of any
/// other name order and with other columns beside them). Input error in words for everything else.
Result<LabelMapping> labelMapping(const std::string& presetOrFile);

/// The table that labelMapping() reads back.
std::string labelMappingText(const LabelMapping& mapping);

} // namespace mien
