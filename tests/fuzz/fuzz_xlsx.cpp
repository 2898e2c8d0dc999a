// SPDX-License-Identifier: GPL-3.0-or-later
//
// Workbooks: an input that begins as an archive does is read as one; of any other, the parts are packed first, so that
// the check sums of the archive do not keep changes away from what is inside.
#include "core/io/xlsx.h"
#include "core/io/xlsx_writer.h"
#include "core/io/zip_archive.h"
#include "tests/fuzz/fuzz_support.h"

#include <algorithm>

using namespace mien;

namespace {

constexpr xlsx::Limits limits{std::size_t{4} << 20, 100'000};

/// Workbooks have no other names; libarchive loses memory where it gives up a name.
bool isPartName(const std::string& name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool isSameContent(const Sheet& a, const Sheet& b)
{
    const auto isSameRow = [](const SheetRow& x, const SheetRow& y) {
        const auto cells = std::max(x.cells.size(), y.cells.size());
        for (std::size_t i = 0; i < cells; ++i)
            if (x.cell(static_cast<int>(i)) != y.cell(static_cast<int>(i))) return false;
        return x.line == y.line;
    };
    return std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), isSameRow);
}

/// Sheets hold rows in order, and are the same again after they are written.
void check(const std::vector<Sheet>& sheets)
{
    for (const Sheet& sheet : sheets) {
        int line = 0;
        for (const SheetRow& row : sheet.rows) {
            fuzz::expect(row.line > line, "rows rise");
            line = row.line;
        }
    }
    const auto written = xlsx::write(sheets);
    if (!fuzz::holds(written)) return;
    const auto again = xlsx::parse(*written, "again.xlsx", limits);
    if (!fuzz::holds(again)) return; // text that no XML can hold, or too much of it
    fuzz::expect(again->size() == sheets.size(), "as many sheets are read as were written");
    for (std::size_t i = 0; i < sheets.size(); ++i)
        fuzz::expect(isSameContent(sheets[i], (*again)[i]), "sheets are read as they were written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input = fuzz::textOf(data, size);
    std::string archive(input);
    if (!input.starts_with("PK")) {
        std::vector<std::pair<std::string, std::string>> parts;
        for (fuzz::Part& part : fuzz::partsOf(input))
            if (isPartName(part.name)) parts.emplace_back(std::move(part.name), std::move(part.content));
        auto packed = zip::write(parts, zip::Compression::Stored);
        if (!fuzz::holds(packed)) return 0;
        archive = *std::move(packed);
    }
    const auto sheets = xlsx::parse(archive, "table.xlsx", limits);
    if (fuzz::holds(sheets)) check(*sheets);
    return 0;
}
