// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/run_config_json.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/object_reader.h"
#include "core/dataset/protocol.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <initializer_list>
#include <limits>

namespace mien {

namespace {

constexpr int formatVersion = 1;

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

QJsonObject toObject(const std::map<std::string, std::string>& values)
{
    QJsonObject object;
    for (const auto& [key, value] : values) object[qt(key)] = qt(value);
    return object;
}

QJsonValue seedValue(std::uint64_t seed)
{
    if (seed <= static_cast<std::uint64_t>(std::numeric_limits<qint64>::max())) return static_cast<qint64>(seed);
    return QString::number(seed);
}

QJsonArray toArray(const std::vector<ClipOverride>& clips)
{
    QJsonArray array;
    for (const ClipOverride& clip : clips) {
        QJsonObject object{{QStringLiteral("clip"), qt(clip.clip)}};
        if (clip.label) object[QStringLiteral("label")] = qt(*clip.label);
        if (clip.excluded) object[QStringLiteral("excluded")] = true;
        if (!clip.split.empty()) object[QStringLiteral("split")] = qt(clip.split);
        array.append(object);
    }
    return array;
}

std::optional<Error> readClips(const QJsonValue& value, const std::string& where, std::vector<ClipOverride>& clips)
{
    if (value.isUndefined()) return std::nullopt;
    if (!value.isArray()) return Error::input("'clips' must be a list", where);
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const std::string place = where + ", clips[" + std::to_string(i) + "]";
        if (!list[i].isObject()) return Error::input("must be an object", place);
        const QJsonObject object = list[i].toObject();
        ObjectReader reader(object, place);
        ClipOverride clip;
        std::string label;
        reader.text("clip", clip.clip);
        reader.text("label", label);
        reader.flag("excluded", clip.excluded);
        reader.text("split", clip.split);
        if (auto error = reader.finish()) return error;
        if (object.contains(QStringLiteral("label"))) clip.label = label;
        if (clip.clip.empty()) return Error::input("names no clip", place);
        if (!clip.split.empty() && clip.split != "train" && clip.split != "val" && clip.split != "test")
            return Error::input("'split' must be train, val or test", place);
        clips.push_back(std::move(clip));
    }
    return std::nullopt;
}

std::optional<Error> readDatasets(const QJsonValue& value, const std::string& where,
                                  std::vector<RunConfig::Dataset>& datasets)
{
    if (value.isUndefined()) return std::nullopt;
    if (!value.isArray()) return Error::input("'datasets' must be a list", where);
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const std::string place = where + ", datasets[" + std::to_string(i) + "]";
        if (!list[i].isObject()) return Error::input("must be an object", place);
        ObjectReader reader(list[i].toObject(), place);
        RunConfig::Dataset dataset;
        reader.text("path", dataset.path);
        reader.text("relative_path", dataset.relativePath);
        reader.text("reader", dataset.reader);
        const QJsonValue clips = reader.take("clips");
        if (auto error = readClips(clips, place, dataset.clips)) return error;
        if (auto error = reader.finish()) return error;
        if (dataset.path.empty() && dataset.relativePath.empty()) return Error::input("has no path", place);
        datasets.push_back(std::move(dataset));
    }
    return std::nullopt;
}

/// Of a dataset that the protocol names: what is there beside its path.
std::optional<Error> readTested(const QJsonValue& value, const std::string& where, RunConfig::Dataset& tested)
{
    if (value.isUndefined()) return std::nullopt;
    const std::string place = where + ", tested";
    if (!value.isObject()) return Error::input("must be an object", place);
    ObjectReader reader(value.toObject(), place);
    reader.text("reader", tested.reader);
    const QJsonValue clips = reader.take("clips");
    if (auto error = readClips(clips, place, tested.clips)) return error;
    return reader.finish();
}

Result<void> oneOf(const char* setting, const std::string& value, std::initializer_list<const char*> known)
{
    std::vector<std::string> names(known.begin(), known.end());
    for (const std::string& name : names)
        if (value == name) return {};
    return Error::usage("'" + value + "' is no value of '" + setting + "'", {}, "write " + text::join(names, " or "));
}

} // namespace

Result<void> checkRunConfig(const RunConfig& config)
{
    if (auto known = oneOf("preset", config.preset, {"recommended", "paper"}); !known) return known;
    if (auto known = oneOf("precision", config.precision, {"float32", "bfloat16", "float16"}); !known) return known;
    if (auto known = oneOf("landmarks", config.landmarks, {"extract", "dataset", "truth"}); !known) return known;
    if (auto known = oneOf("select_on", config.selectOn, {"validation", "test"}); !known) return known;
    if (auto known = oneOf("control", config.control, {"none", "shuffled_labels", "first_frame"}); !known) return known;
    if (config.threadsPerFold < 0) return Error::usage("'threads_per_fold' must be 0 or more");
    if (const auto protocol = Protocol::parse(config.protocol); !protocol) return protocol.error();
    return {};
}

std::string toJson(const RunConfig& config)
{
    QJsonArray datasets;
    for (const RunConfig::Dataset& dataset : config.datasets) {
        QJsonObject entry{{QStringLiteral("path"), qt(dataset.path)},
                          {QStringLiteral("relative_path"), qt(dataset.relativePath)},
                          {QStringLiteral("reader"), qt(dataset.reader)}};
        if (!dataset.clips.empty()) entry[QStringLiteral("clips")] = toArray(dataset.clips);
        datasets.append(entry);
    }
    QJsonObject object{
        {QStringLiteral("version"), formatVersion},
        {QStringLiteral("datasets"), datasets},
        {QStringLiteral("where"), toObject(config.where)},
        {QStringLiteral("labels"), toObject(config.labels)},
        {QStringLiteral("network"), qt(config.network)},
        {QStringLiteral("options"), toObject(config.options)},
        {QStringLiteral("preset"), qt(config.preset)},
        {QStringLiteral("protocol"), qt(config.protocol)},
        {QStringLiteral("seed"), seedValue(config.seed)},
        {QStringLiteral("device"), qt(config.device)},
        {QStringLiteral("threads_per_fold"), config.threadsPerFold},
        {QStringLiteral("precision"), qt(config.precision)},
        {QStringLiteral("parent_run"), qt(config.parentRun)},
        {QStringLiteral("landmarks"), qt(config.landmarks)},
        {QStringLiteral("select_on"), qt(config.selectOn)},
        {QStringLiteral("control"), qt(config.control)},
    };
    if (!config.parentRelativePath.empty())
        object[QStringLiteral("parent_relative_path")] = qt(config.parentRelativePath);
    if (!config.parentWeights.empty()) object[QStringLiteral("parent_weights")] = qt(config.parentWeights);
    if (!config.weights.empty()) {
        object[QStringLiteral("weights")] = qt(config.weights);
        object[QStringLiteral("weights_map")] = qt(config.weightsMap);
        object[QStringLiteral("weights_sha256")] = qt(config.weightsHash);
    }
    if (!config.tested.reader.empty() || !config.tested.clips.empty())
        object[QStringLiteral("tested")] = QJsonObject{{QStringLiteral("reader"), qt(config.tested.reader)},
                                                       {QStringLiteral("clips"), toArray(config.tested.clips)}};
    return QJsonDocument(object).toJson(QJsonDocument::Indented).toStdString();
}

Result<RunConfig> runConfigFromJson(const std::string& json, const std::string& where)
{
    QJsonParseError parseError;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json), &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return Error::input("is no JSON: " + parseError.errorString().toStdString() + " at byte " +
                                std::to_string(parseError.offset),
                            where);
    if (!document.isObject()) return Error::input("must be one JSON object", where);

    ObjectReader reader(document.object(), where);
    const QJsonValue version = reader.take("version");
    if (version.isUndefined()) return Error::input("'version' is missing", where, "write \"version\": 1");
    if (version.toInteger(-1) != formatVersion)
        return Error::input("the format version is not 1", where, "use the version of Mien that wrote this run");
    RunConfig config;
    if (auto error = readDatasets(reader.take("datasets"), where, config.datasets)) return *error;
    if (auto error = readTested(reader.take("tested"), where, config.tested)) return *error;
    reader.texts("where", config.where);
    reader.texts("labels", config.labels);
    reader.text("network", config.network);
    reader.texts("options", config.options);
    reader.text("preset", config.preset);
    reader.text("protocol", config.protocol);
    reader.seed("seed", config.seed);
    reader.text("device", config.device);
    reader.count("threads_per_fold", config.threadsPerFold);
    reader.text("precision", config.precision);
    reader.text("parent_run", config.parentRun);
    reader.text("parent_relative_path", config.parentRelativePath);
    reader.text("parent_weights", config.parentWeights);
    reader.text("landmarks", config.landmarks);
    reader.text("select_on", config.selectOn);
    reader.text("control", config.control);
    reader.text("weights", config.weights);
    reader.text("weights_map", config.weightsMap);
    reader.text("weights_sha256", config.weightsHash);
    if (auto error = reader.finish()) return *error;
    if (const auto checked = checkRunConfig(config); !checked)
        return Error::input(checked.error().what, where, checked.error().remedy);
    return config;
}

Result<RunConfig> readRunConfig(const std::filesystem::path& file)
{
    const auto content = files::read(file);
    if (!content) return content.error();
    return runConfigFromJson(*content, file.string());
}

} // namespace mien
