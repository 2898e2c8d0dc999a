// SPDX-License-Identifier: GPL-3.0-or-later
// CASME II (Yan et al. 2014): CASME2-coding-20140508.xlsx with blank columns, apex "/" where unknown, frames
// Cropped/sub01/EP01_01f/reg_img46.jpg or raw sub01/EP01_01f/img46.jpg. CAS(ME)^2 (Qu et al. 2018): a sheet without a
// header, 0 for unknown frames, several expressions of one video; how its folders are named is not verified: one is
// found where it has the video's name and lies below a folder that ends in the subject's number.
#include "core/base/text.h"
#include "core/dataset/reader.h"
#include "core/dataset/readers/coded_sheet.h"

#include <cstdio>

namespace mien {

namespace {

namespace fs = std::filesystem;

const CodedLayout& layout()
{
    static const CodedLayout casme = {
        "casme2",
        [](const std::string& name) { return text::startsWith(name, "casme"); },
        [](int number) {
            char name[16];
            std::snprintf(name, sizeof name, "sub%02d", number);
            return std::string(name);
        },
        [](const std::string& subject, const std::string& filename) { return subject + "_" + filename; },
        "CAS(ME)^2",
        {0, 1, -1, 2, 3, 4, 7, 5, 8, -1, 6},
        true,
    };
    return casme;
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

const Reader& casme2Reader()
{
    static const Reader reader = {"casme2", "CASME II and CAS(ME)^2", probe, read};
    return reader;
}

} // namespace mien
