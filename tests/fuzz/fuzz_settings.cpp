// SPDX-License-Identifier: GPL-3.0-or-later
//
// What describes a run, or what a user made of a project: run.json alone, the files of a run's folder,
// class lists, people and neutral frames.
#include "core/config/run_config_json.h"
#include "core/dataset/label_mapping.h"
#include "core/dataset/protocol.h"
#include "core/face/neutral_choice.h"
#include "core/face/people.h"
#include "core/project/run_folder.h"
#include "tests/fuzz/fuzz_support.h"

using namespace mien;

namespace {

void checkConfig(const Result<RunConfig>& config)
{
    if (!fuzz::holds(config)) return;
    (void)fuzz::holds(checkRunConfig(*config));
    const std::string written = toJson(*config);
    const auto again = runConfigFromJson(written, "again");
    fuzz::expect(again.ok() && toJson(*again) == written, "a run's settings are read as they were written");
}

void checkProject(const std::string& text, const fuzz::Scratch& scratch)
{
    if (const auto people = People::fromText(text); fuzz::holds(people)) {
        const auto again = People::fromText(people->toText());
        fuzz::expect(again.ok() && again->toText() == people->toText(), "people are read as they were written");
    }
    if (const auto neutral = NeutralChoice::parse(text); fuzz::holds(neutral)) {
        const auto again = NeutralChoice::parse(neutral->toString());
        fuzz::expect(again.ok() && again->toString() == neutral->toString(), "neutral is read as it was written");
    }
    scratch.clear();
    const auto mapping = labelMapping(scratch.write("classes.csv", text).string());
    if (!fuzz::holds(mapping)) return;
    const auto again = labelMapping(scratch.write("again.csv", labelMappingText(*mapping)).string());
    fuzz::expect(again.ok() && *again == *mapping, "a class list is read as it was written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::Scratch scratch;
    const std::string_view input = fuzz::textOf(data, size);
    const auto parts = fuzz::partsOf(input);
    if (parts.empty()) {
        checkProject(std::string(input), scratch);
        checkConfig(runConfigFromJson(std::string(input), "run.json"));
        (void)fuzz::holds(Protocol::parse(std::string(input)));
        return 0;
    }
    scratch.clear();
    scratch.write(parts);
    const RunFolder run(scratch.path());
    checkConfig(run.config());
    (void)fuzz::holds(run.splits());
    (void)fuzz::holds(run.metrics());
    (void)fuzz::holds(run.predictions());
    (void)fuzz::holds(run.classes());
    (void)fuzz::holds(run.summary());
    return 0;
}
