// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/health.h"

#include "app/bootstrap/environment.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/face/cascade_detector.h"
#include "core/face/landmark_model.h"
#include "core/project/landmark_cache.h"
#include "models/api/engine.h"

#include <QString>
#include <QSysInfo>
#include <QtGlobal>

#include <opencv2/core/version.hpp>

extern "C" {
#include <libavutil/avutil.h>
}

#include <dlib/revision.h>

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace mien::cli {

namespace fs = std::filesystem;

namespace {

using Level = HealthFact::Level;

std::string size(std::uintmax_t bytes)
{
    return text::fixed(static_cast<double>(bytes) / (1 << 20), 1) + " MiB";
}

void addVersions(std::vector<HealthFact>& facts)
{
    facts.push_back({"Mien", MIEN_VERSION});
    facts.push_back({"system", QSysInfo::prettyProductName().toStdString() + ", " +
                                   QSysInfo::currentCpuArchitecture().toStdString()});
    facts.push_back({"Qt", qVersion()});
    facts.push_back({"OpenCV", CV_VERSION});
    facts.push_back({"FFmpeg", av_version_info()});
    facts.push_back({"dlib", std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION)});
    facts.push_back({"cores this process may use", std::to_string(usableCores())});
}

void addBlasSetting(std::vector<HealthFact>& facts)
{
    const char* removed = bootstrap::removedOpenBlasCoreType();
    if (removed && std::string_view(removed) != "auto")
        facts.push_back({"OPENBLAS_CORETYPE", std::string(removed) + " in the environment, ignored", Level::Warning,
                         "it can halve the speed; unset it, or keep it with MIEN_KEEP_OPENBLAS_CORETYPE=1"});
    else if (const char* kept = std::getenv("OPENBLAS_CORETYPE");
             kept && *kept && std::getenv("MIEN_KEEP_OPENBLAS_CORETYPE"))
        facts.push_back({"OPENBLAS_CORETYPE", kept, Level::Warning,
                         "it can halve the speed; unset MIEN_KEEP_OPENBLAS_CORETYPE before starting Mien"});
}

void addEngine(std::vector<HealthFact>& facts, const std::function<Result<Engine*>()>& source)
{
    const auto engine = source();
    if (!engine) {
        facts.push_back(
            {"networks", engine.error().message(), Level::Problem,
             "sudo apt-get install libtorch-dev, then build again: packaging/setup && cmake --build build"});
        return;
    }
    facts.push_back({"networks", std::to_string((*engine)->models().size())});
    for (const auto& [name, value] : (*engine)->environment()) {
        if (name == "usable cores" || name == "OPENBLAS_CORETYPE") continue; // Said already.
        HealthFact fact{name, value};
        if (name == "blas" && value != "OpenBLAS") {
            fact.level = Level::Warning;
            fact.remedy = "training is many times faster with OpenBLAS: sudo apt-get install libopenblas0-pthread";
        } else if (name == "blas core" && value == "Prescott") {
            fact.level = Level::Warning;
            fact.remedy = "OpenBLAS does not know this processor and is slow on it: export OPENBLAS_CORETYPE=auto";
        }
        facts.push_back(std::move(fact));
    }
}

void addLandmarkModel(std::vector<HealthFact>& facts)
{
    const auto model = LandmarkModel::load();
    if (!model) {
        facts.push_back({"landmark model", model.error().message(), Level::Problem,
                         "sudo apt-get install libdlib-data, or name the file: export MIEN_LANDMARK_MODEL=FILE"});
        return;
    }
    facts.push_back({"landmark model", (*model)->file().string(), Level::Fine,
                     "trained on iBUG 300-W, whose licence excludes commercial use"});
    facts.push_back({"landmark model SHA-256", (*model)->sha256()});
}

void addCascades(std::vector<HealthFact>& facts)
{
    for (const CascadeKind kind : cascadeKinds) {
        const auto cascade = CascadeDetector::load(kind);
        if (cascade)
            facts.push_back({name(kind), cascade->file().string()});
        else
            facts.push_back({name(kind), cascade.error().message(), Level::Problem,
                             "sudo apt-get install opencv-data, or name the folder: export MIEN_CASCADES=DIR"});
    }
}

void addCache(std::vector<HealthFact>& facts)
{
    const fs::path file = LandmarkCache::defaultPath();
    std::error_code code;
    std::uintmax_t bytes = 0;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const std::uintmax_t part = fs::file_size(file.string() + suffix, code);
        if (!code) bytes += part;
    }
    facts.push_back({"landmark cache", file.string() + ", " + size(bytes) + " (may be deleted at any time)"});
    fs::path existing = file.parent_path();
    while (!existing.empty() && !fs::exists(existing, code) && existing != existing.parent_path())
        existing = existing.parent_path();
    if (::access(existing.c_str(), W_OK) != 0)
        facts.push_back({"landmark cache folder", existing.string() + " is not writable", Level::Warning,
                         "landmarks will be found anew each time; name a place with: export MIEN_CACHE_DIR=DIR"});
}

} // namespace

std::vector<HealthFact> examine(const std::function<Result<Engine*>()>& engine)
{
    std::vector<HealthFact> facts;
    addVersions(facts);
    addBlasSetting(facts);
    addEngine(facts, engine);
    addLandmarkModel(facts);
    addCascades(facts);
    addCache(facts);
    return facts;
}

} // namespace mien::cli
