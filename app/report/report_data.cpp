// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report_data.h"

#include "core/base/files.h"
#include "core/base/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mien::report {

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

std::string scalarText(const QJsonValue& value)
{
    if (value.isBool()) return value.toBool() ? "true" : "false";
    if (value.isDouble()) return text::number(value.toDouble());
    return value.toString().toStdString();
}

void flatten(const QJsonObject& object, const std::string& prefix, Entries& entries)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const std::string key = prefix + it.key().toStdString();
        if (it->isObject())
            flatten(it->toObject(), key + ".", entries);
        else if (!it->isArray() && !it->isNull())
            entries.emplace_back(key, scalarText(*it));
    }
}

QJsonObject readObject(const std::filesystem::path& file, std::vector<std::string>& problems)
{
    const auto content = files::read(file);
    if (!content) {
        problems.push_back(content.error().message());
        return {};
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*content), &error);
    if (!document.isObject())
        problems.push_back(file.filename().string() + ": is no JSON object (" + error.errorString().toStdString() +
                           ")");
    return document.object();
}

/// `notes` as an array of strings or objects with a message, or as one text with a line for each.
std::vector<std::string> readNotes(const QJsonValue& value)
{
    std::vector<std::string> notes;
    for (const auto& line : text::split(value.toString().toStdString(), '\n'))
        if (!text::trimmed(line).empty()) notes.emplace_back(text::trimmed(line));
    for (const QJsonValue& entry : value.toArray()) {
        const QJsonObject object = entry.toObject();
        const std::string place = object.value(u"file").toString().toStdString();
        const std::string message = object.value(u"message").toString(entry.toString()).toStdString();
        if (!message.empty()) notes.push_back(place.empty() ? message : place + ": " + message);
    }
    return notes;
}

/// The value, or an empty one and a problem in words.
template <typename T> T valueOr(Result<T> result, std::vector<std::string>& problems)
{
    if (result) return *std::move(result);
    problems.push_back(result.error().message());
    return {};
}

void readNetwork(const Engine& engine, ReportData& data)
{
    data.model.id = data.config.network;
    for (const ModelInfo& model : engine.models())
        if (model.id == data.config.network) data.model = model;
    auto options = engine.resolve(data.config);
    if (options) {
        data.options = *std::move(options);
    } else {
        data.problems.push_back(options.error().message());
        data.options = data.config.options;
    }
}

} // namespace

std::string ReportData::summaryValue(const std::string& key) const
{
    for (const auto& [name, value] : summary)
        if (name == key) return value;
    return {};
}

std::string ReportData::className(int index) const
{
    return index >= 0 && index < static_cast<int>(classes.size()) ? classes[static_cast<std::size_t>(index)] : "?";
}

Result<ReportData> loadReportData(const std::filesystem::path& folder, const Engine& engine)
{
    const RunFolder run(folder);
    if (!run.exists())
        return Error::input("this is no run folder (it has no run.json)", folder.string(),
                            "name the folder that training wrote with -o");
    auto config = run.config();
    if (!config) return config.error();

    ReportData data;
    const auto plain = folder.lexically_normal();
    data.name = (plain.has_filename() ? plain.filename() : plain.parent_path().filename()).string();
    data.config = *std::move(config);
    data.finished = run.isFinished();
    readNetwork(engine, data);
    flatten(readObject(folder / "environment.json", data.problems), {}, data.environment);
    if (data.finished) {
        const QJsonObject summary = readObject(folder / "summary.json", data.problems);
        data.notes = readNotes(summary.value(u"notes"));
        flatten(summary, {}, data.summary);
    }
    data.splits = valueOr(run.splits(), data.problems);
    data.metrics = valueOr(run.metrics(), data.problems);
    // Predictions come with the summary; that a run under way has none is no fault.
    if (data.finished) data.classes = valueOr(run.classes(), data.problems);
    if (!data.classes.empty()) data.predictions = valueOr(run.predictions(), data.problems);
    if (!data.predictions.empty()) data.timing = valueOr(runTiming(run), data.problems);
    if (data.classes.empty()) data.classes = data.model.classes;
    data.report = reportOf(taskOf(data.predictions, data.classes), data.predictions, data.classes);
    return data;
}

} // namespace mien::report
