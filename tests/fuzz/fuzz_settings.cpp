// SPDX-License-Identifier: GPL-3.0-or-later
//
// What describes a run: run.json alone, and the files of a run's folder.
#include "core/config/run_config_json.h"
#include "core/dataset/protocol.h"
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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::Scratch scratch;
    const std::string_view input = fuzz::textOf(data, size);
    const auto parts = fuzz::partsOf(input);
    if (parts.empty()) {
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
