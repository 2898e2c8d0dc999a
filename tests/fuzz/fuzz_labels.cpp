// SPDX-License-Identifier: GPL-3.0-or-later
//
// Texts that coders write: files of labels of one kind, and what stands in a cell.
#include "core/dataset/au_text.h"
#include "core/dataset/readers/affwild2_labels.h"
#include "core/dataset/readers/cell_text.h"
#include "core/dataset/readers/ckplus_labels.h"
#include "core/dataset/readers/label_text.h"
#include "core/facs/emotions.h"
#include "core/media/picture_size.h"
#include "tests/fuzz/fuzz_support.h"

using namespace mien;

namespace {

void expectFaults(const std::vector<LineFault>& faults)
{
    for (const LineFault& fault : faults) {
        fuzz::expectWords(fault.message);
        fuzz::expect(fault.line >= 0, "lines count from 1");
    }
}

void readCells(std::string_view input)
{
    std::vector<std::string> faults;
    const auto units = parseActionUnits(input, faults);
    for (const AuCode& unit : units) fuzz::expect(unit.number > 0, "action units have numbers");
    std::vector<std::string> none;
    const auto again = parseActionUnits(formatActionUnits(units), none);
    fuzz::expect(none.empty() && again.size() == units.size(), "action units are read as they were written");
    for (const AuCode& unit : cells::actionUnits(input, faults))
        fuzz::expect(unit.number > 0, "action units have numbers");
    for (const std::string& fault : faults) fuzz::expectWords(fault);
    (void)cells::wholeNumber(input);
    (void)cells::plainName(input);
    (void)cells::emotion(input);
    (void)emotionFromAlias(input);
    (void)ckplus::canonicalSubject(std::string(input));
    fuzz::expectWords(cells::inQuotes(input));
    fuzz::expectWords(shown(input));
    (void)words(input);
    (void)commaFields(input);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input = fuzz::textOf(data, size);
    for (const affwild2::Kind kind : affwild2::kinds) {
        std::vector<LineFault> faults;
        const auto annotation = affwild2::parse(input, kind, faults);
        expectFaults(faults);
        fuzz::expect(annotation.frames >= 0, "frames are counted");
    }
    std::vector<Diagnostic> diagnostics;
    (void)ckplus::parseEmotion(input, "emotion.txt", diagnostics);
    (void)ckplus::parseFacs(input, "facs.txt", diagnostics);
    (void)ckplus::parseLandmarks(input);
    fuzz::expectWords(diagnostics);
    readCells(input.substr(0, input.find('\n')));
    if (const auto declared = declaredSize(input)) (void)fuzz::holds(checkPictureSize(*declared, "picture"));
    return 0;
}
