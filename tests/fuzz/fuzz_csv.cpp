// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables of text: comma-separated ones, those of any separator as coders send them, and labels of frames.
#include "core/base/csv.h"
#include "core/dataset/frame_label_file.h"
#include "core/io/sheet.h"
#include "tests/fuzz/fuzz_support.h"

using namespace mien;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::Scratch scratch;
    const std::string_view input = fuzz::textOf(data, size);
    std::string written = "first\n"; // a byte order mark may stand in front of it, but not of the text that is compared
    bool isWhole = true;
    const auto records = csv::records(input);
    for (const csv::Record& record : records) {
        isWhole = isWhole && !record.isUnclosed;
        written += csv::line(record.fields);
    }
    for (const char separator : {';', '\t'}) (void)csv::records(input, separator);
    if (isWhole) {
        const auto again = csv::records(written);
        fuzz::expect(again.size() == records.size() + 1, "as many records are read as were written");
        for (std::size_t i = 0; i < records.size(); ++i)
            fuzz::expect(again[i + 1].fields == records[i].fields, "fields are read as they were written");
    }
    const auto table = csv::parse(input, "table.csv");
    if (fuzz::holds(table))
        for (const auto& row : table->rows)
            fuzz::expect(row.size() == table->header.size(), "rows are as long as the header");

    const auto file = scratch.write("table.csv", input);
    (void)fuzz::holds(readSheets(file));
    const auto labels = readFrameLabels(file);
    if (!fuzz::holds(labels)) return 0;
    scratch.write("again.csv", frameLabelText(*labels));
    const auto again = readFrameLabels(scratch.path() / "again.csv");
    fuzz::expect(again.ok() && frameLabelText(*again) == frameLabelText(*labels),
                 "labels of frames are read as they were written");
    return 0;
}
