// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/dataset_index.h"

#include <filesystem>
#include <string>

namespace mien {

/// Columns of a table with an expression per row; −1 = not there.
struct CodedColumns
{
    int subject = -1;
    int filename = -1;
    int inducement = -1;
    int onset = -1;
    int apex = -1;
    int offset = -1;
    int type = -1; ///< micro or macro
    int units = -1;
    int emotion = -1;
    int objective = -1;
    int category = -1;
};

/// How collections of coded expressions in numbered pictures (SAMM, CASME) differ.
struct CodedLayout
{
    std::string id;
    bool (*isSheet)(const std::string& plainStem); ///< by its name as cells::plainName() gives it
    std::string (*subjectName)(int number);        ///< 6 -> "006"
    std::string (*clipId)(const std::string& subject, const std::string& filename);
    std::string_view orderOf;          ///< whose order the columns have where no row is a header
    CodedColumns order;                ///< that order
    bool repeatsWithoutHeader = false; ///< such a sheet has several expressions of one video
};

/// True if a table named as the layout's tables are lies in `folder`.
bool hasCodedSheet(const std::filesystem::path& folder, const CodedLayout& layout);

/// Rows of the tables matched with the folders of pictures (or videos) of their names. A folder that several rows name,
/// or whose name is a row's without its last part ("006_1" for "006_1_2"), is a long video, and so are all folders of
/// tables with several expressions of one video: each row is a part of it, onset to offset. Folders that no row names
/// are clips without a label.
Result<DatasetIndex> readCodedDataset(const std::filesystem::path& folder, const CodedLayout& layout,
                                      const RunControl& control);

} // namespace mien
