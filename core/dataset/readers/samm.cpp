// SPDX-License-Identifier: GPL-3.0-or-later
// SAMM (Davison et al. 2018) and SAMM Long Videos (Yap et al. 2020): SAMM_Micro_FACS_Codes_v2.xlsx or
// SAMM_LongVideos_V3_Release.xlsx, titles above the header, frames below 006/006_1_2/ (micro) or 006_1/ (long) at 200
// frames a second. The long videos have no emotions: there the action units name them. How frame files are numbered is
// not verified: the number at the end of a name is taken for the sheet's.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/coded_sheet.h"

#include <cstdio>

namespace mien {

namespace {

namespace fs = std::filesystem;

const CodedLayout& layout()
{
    static const CodedLayout samm = {
        "samm",
        [](const std::string& name) { return text::startsWith(name, "samm"); },
        [](int number) {
            char name[16];
            std::snprintf(name, sizeof name, "%03d", number);
            return std::string(name);
        },
        [](const std::string&, const std::string& filename) { return filename; },
        "SAMM",
        {0, 1, 2, 3, 4, 5, 7, 8, -1, -1, -1},
        false,
    };
    return samm;
}

bool probe(const fs::path& folder)
{
    return hasCodedSheet(folder, layout());
}

Result<DatasetIndex> read(const fs::path& folder, const RunControl& control)
{
    return readCodedDataset(folder, layout(), control);
}

} // namespace

const Reader& sammReader()
{
    static const Reader reader = {"samm", "SAMM and SAMM Long Videos", probe, read};
    return reader;
}

} // namespace mien
