// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/run_folder.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/run_config_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

namespace mien {

namespace {

namespace fs = std::filesystem;

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

/// NaN = not computed = null.
QJsonValue numberOrNull(double value)
{
    return std::isnan(value) ? QJsonValue(QJsonValue::Null) : QJsonValue(value);
}

/// Pairs as an object of texts; a key given several times becomes a list.
void insertTexts(QJsonObject& object, const std::vector<std::pair<std::string, std::string>>& entries)
{
    for (const auto& [key, value] : entries) {
        const QString name = qt(key);
        const auto present = object.constFind(name);
        if (present == object.constEnd()) {
            object.insert(name, qt(value));
        } else {
            QJsonArray list = present->isArray() ? present->toArray() : QJsonArray{*present};
            list.append(qt(value));
            object.insert(name, list);
        }
    }
}

constexpr const char* predictionFile = "predictions.csv";

Result<csv::Table> readPredictions(const fs::path& folder)
{
    std::error_code code;
    if (!fs::exists(folder / predictionFile, code))
        return Error::input("has no held-out predictions yet", folder.string(), "let it finish: train --resume");
    return csv::read(folder / predictionFile);
}

/// Positions of the wanted columns, or an Error that names the first missing one.
Result<std::vector<int>> columns(const csv::Table& table, const fs::path& file, const std::vector<std::string>& names)
{
    std::vector<int> positions;
    for (const std::string& name : names) {
        positions.push_back(table.column(name));
        if (positions.back() < 0) return Error::input("the column '" + name + "' is missing", file.string());
    }
    return positions;
}

Error badCell(const fs::path& file, int line, const std::string& cell, const std::string& column)
{
    return Error::input("'" + cell + "' is no valid " + column, file.string() + ", line " + std::to_string(line));
}

/// The number of a fold or epoch: from `least` on.
std::optional<int> countIn(const std::string& cell, int least)
{
    const auto number = text::toInt(cell);
    if (!number || *number < least || *number > std::numeric_limits<int>::max()) return std::nullopt;
    return static_cast<int>(*number);
}

std::vector<std::string> classesInHeader(const csv::Table& table)
{
    std::vector<std::string> classes;
    for (const std::string& name : table.header)
        if (text::startsWith(name, "p_")) classes.push_back(name.substr(2));
    return classes;
}

std::string className(const std::vector<std::string>& classes, int index)
{
    return index < 0 ? std::string() : classes.at(static_cast<std::size_t>(index));
}

QJsonObject toJson(const ClassScore& score)
{
    return {{QStringLiteral("name"), qt(score.name)},
            {QStringLiteral("precision"), numberOrNull(score.precision)},
            {QStringLiteral("recall"), numberOrNull(score.recall)},
            {QStringLiteral("f1"), numberOrNull(score.f1)},
            {QStringLiteral("support"), static_cast<qint64>(score.support)},
            {QStringLiteral("average_precision"), numberOrNull(score.averagePrecision)},
            {QStringLiteral("roc_auc"), numberOrNull(score.rocAuc)}};
}

QJsonObject toJson(const FoldScore& score)
{
    return {{QStringLiteral("fold"), score.fold},
            {QStringLiteral("samples"), static_cast<qint64>(score.samples)},
            {QStringLiteral("accuracy"), numberOrNull(score.accuracy)}};
}

QJsonObject toJson(const SubjectScore& score)
{
    return {{QStringLiteral("subject"), qt(score.subject)},
            {QStringLiteral("samples"), static_cast<qint64>(score.samples)},
            {QStringLiteral("correct"), static_cast<qint64>(score.correct)},
            {QStringLiteral("accuracy"), numberOrNull(score.accuracy())}};
}

QJsonObject figures(const ClassificationReport& report)
{
    QJsonArray classScores;
    for (const ClassScore& score : report.classes) classScores.append(toJson(score));
    QJsonArray foldScores;
    for (const FoldScore& score : report.folds) foldScores.append(toJson(score));
    QJsonArray subjectScores;
    for (const SubjectScore& score : report.bySubject.subjects) subjectScores.append(toJson(score));
    QJsonObject object = {{QStringLiteral("held_out"), static_cast<qint64>(report.confusion.total())},
                          {QStringLiteral("held_out_correct"), static_cast<qint64>(report.confusion.correct())},
                          {QStringLiteral("held_out_subjects"), subjectScores.size()},
                          {QStringLiteral("class_scores"), classScores},
                          {QStringLiteral("fold_scores"), foldScores},
                          {QStringLiteral("subject_scores"), subjectScores}};
    for (const auto& [name, value] : scalarFigures(report)) object.insert(QLatin1String(name), numberOrNull(value));
    return object;
}

QJsonObject toJson(const LabelScore& score)
{
    return {{QStringLiteral("name"), qt(score.name)},
            {QStringLiteral("samples"), static_cast<qint64>(score.samples)},
            {QStringLiteral("positives"), static_cast<qint64>(score.positives)},
            {QStringLiteral("occurrence"), numberOrNull(score.occurrence)},
            {QStringLiteral("average_precision"), numberOrNull(score.averagePrecision)},
            {QStringLiteral("roc_auc"), numberOrNull(score.rocAuc)},
            {QStringLiteral("accuracy"), numberOrNull(score.accuracy)},
            {QStringLiteral("majority_baseline"), numberOrNull(score.majorityBaseline)},
            {QStringLiteral("recall"), numberOrNull(score.recall)},
            {QStringLiteral("precision"), numberOrNull(score.precision)},
            {QStringLiteral("f1"), numberOrNull(score.f1)}};
}

QJsonObject figures(const RunReport& report)
{
    if (report.task == Task::Classes) return figures(report.classes);
    QJsonObject object = {{QStringLiteral("held_out"), static_cast<qint64>(report.samples)},
                          {QStringLiteral("held_out_subjects"), static_cast<qint64>(report.subjects)}};
    for (const auto& [name, value] : scalarFigures(report))
        object.insert(QString::fromStdString(name), numberOrNull(value));
    if (report.task != Task::Units) return object;
    QJsonArray units;
    for (const LabelScore& score : report.units.labels) units.append(toJson(score));
    object.insert(QStringLiteral("unit_scores"), units);
    return object;
}

std::string confusionTable(const ConfusionMatrix& confusion)
{
    std::vector<std::string> header = {"truth"};
    header.insert(header.end(), confusion.classes.begin(), confusion.classes.end());
    std::string table = csv::line(header);
    for (std::size_t row = 0; row < confusion.classes.size(); ++row) {
        std::vector<std::string> cells = {confusion.classes[row]};
        for (const long count : confusion.counts[row]) cells.push_back(std::to_string(count));
        table += csv::line(cells);
    }
    return table;
}

} // namespace

bool RunFolder::exists() const
{
    std::error_code code;
    return fs::exists(m_folder / "run.json", code);
}

bool RunFolder::isFinished() const
{
    std::error_code code;
    return fs::exists(m_folder / "summary.json", code);
}

Result<void> RunFolder::writeConfig(const RunConfig& config) const
{
    return files::writeAtomically(m_folder / "run.json", mien::toJson(config));
}

Result<RunConfig> RunFolder::config() const
{
    if (!exists())
        return Error::input("is no run: it has no run.json", m_folder.string(), "give a folder that 'train' wrote");
    return readRunConfig(m_folder / "run.json");
}

Result<void> RunFolder::writeEnvironment(const std::vector<std::pair<std::string, std::string>>& entries) const
{
    QJsonObject object;
    insertTexts(object, entries);
    return files::writeAtomically(m_folder / "environment.json", QJsonDocument(object).toJson().toStdString());
}

Result<void> RunFolder::writeSplits(const std::vector<Sample>& samples, const std::vector<Fold>& folds) const
{
    std::string table = csv::line({"clip", "subject", "fold", "role"});
    for (std::size_t f = 0; f < folds.size(); ++f) {
        std::vector<const char*> roles(samples.size(), nullptr);
        for (const std::size_t i : folds[f].train) roles.at(i) = "train";
        for (const std::size_t i : folds[f].validation) roles.at(i) = "val";
        for (const std::size_t i : folds[f].test) roles.at(i) = "test";
        for (std::size_t i = 0; i < samples.size(); ++i)
            if (roles[i]) table += csv::line({samples[i].id, samples[i].subject, std::to_string(f + 1), roles[i]});
    }
    return files::writeAtomically(m_folder / "splits.csv", table);
}

Result<std::vector<SplitRow>> RunFolder::splits() const
{
    const fs::path file = m_folder / "splits.csv";
    const auto table = csv::read(file);
    if (!table) return table.error();
    const auto at = columns(*table, file, {"clip", "subject", "fold", "role"});
    if (!at) return at.error();
    std::vector<SplitRow> rows;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
        const auto& cells = table->rows[r];
        const auto fold = countIn(cells[(*at)[2]], 1);
        if (!fold) return badCell(file, table->lines[r], cells[(*at)[2]], "fold");
        const std::string& role = cells[(*at)[3]];
        if (role != "train" && role != "val" && role != "test") return badCell(file, table->lines[r], role, "role");
        rows.push_back({cells[(*at)[0]], cells[(*at)[1]], *fold, role});
    }
    return rows;
}

Result<std::vector<EpochMetrics>> RunFolder::metrics() const
{
    const fs::path file = m_folder / "metrics.csv";
    const auto table = csv::read(file);
    if (!table) return table.error();
    const std::vector<std::string> names = {"fold",     "epoch",        "train_loss",   "train_accuracy",
                                            "val_loss", "val_accuracy", "learning_rate"};
    const std::vector<std::string> scores = {"val_map", "val_ccc_valence", "val_ccc_arousal"};
    const auto at = columns(*table, file, names);
    if (!at) return at.error();
    std::vector<EpochMetrics> metrics;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
        std::vector<double> values;
        const auto take = [&](const std::string& name, int column) {
            const std::string cell = column < 0 ? std::string() : table->rows[r][static_cast<std::size_t>(column)];
            const auto number = text::toDouble(cell);
            const bool mayBeEmpty = values.size() >= 2;
            const bool isCount = mayBeEmpty || countIn(cell, 0);
            if (!isCount || (!number && !(mayBeEmpty && text::trimmed(cell).empty())))
                return Result<void>(badCell(file, table->lines[r], cell, name));
            values.push_back(number.value_or(notComputed));
            return Result<void>();
        };
        for (std::size_t c = 0; c < names.size(); ++c)
            if (auto taken = take(names[c], (*at)[c]); !taken) return taken.error();
        for (const std::string& name : scores) // which older runs do not have
            if (auto taken = take(name, table->column(name)); !taken) return taken.error();
        metrics.push_back({static_cast<int>(values[0]), static_cast<int>(values[1]), values[2], values[3], values[4],
                           values[5], values[6], TaskScores{values[7], values[8], values[9]}});
    }
    return metrics;
}

Result<void> RunFolder::writePredictions(const std::vector<Prediction>& predictions,
                                         const std::vector<std::string>& classes) const
{
    std::vector<std::string> header = {"clip", "subject", "fold", "truth", "predicted", "second"};
    for (const std::string& name : classes) header.push_back("p_" + name);
    const bool hasTargets = taskOf(predictions, classes) != Task::Classes;
    if (hasTargets)
        for (const std::string& name : classes) header.push_back("t_" + name);
    std::string table = csv::line(header);
    for (const Prediction& prediction : predictions) {
        std::vector<std::string> cells = {prediction.sample,
                                          prediction.subject,
                                          prediction.fold > 0 ? std::to_string(prediction.fold) : std::string(),
                                          className(classes, prediction.truth),
                                          className(classes, hasTargets ? -1 : prediction.predicted()),
                                          className(classes, hasTargets ? -1 : prediction.second())};
        if (!prediction.probabilities.empty() && prediction.probabilities.size() != classes.size())
            throw std::invalid_argument("a prediction needs one probability per class");
        for (std::size_t c = 0; c < classes.size(); ++c)
            cells.push_back(prediction.probabilities.empty() ? std::string()
                                                             : text::number(prediction.probabilities[c]));
        if (hasTargets && prediction.targets.size() != classes.size())
            throw std::invalid_argument("a prediction needs one target per output");
        if (hasTargets)
            for (const double target : prediction.targets) cells.push_back(text::number(target));
        table += csv::line(cells);
    }
    return files::writeAtomically(m_folder / predictionFile, table);
}

Result<std::vector<Prediction>> RunFolder::predictions() const
{
    const fs::path file = m_folder / predictionFile;
    const auto table = readPredictions(m_folder);
    if (!table) return table.error();
    const std::vector<std::string> classes = classesInHeader(*table);
    const auto at = columns(*table, file, {"clip", "subject", "fold", "truth"});
    if (!at) return at.error();
    std::vector<Prediction> predictions;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
        const auto& cells = table->rows[r];
        Prediction prediction;
        prediction.sample = cells[(*at)[0]];
        prediction.subject = cells[(*at)[1]];
        if (const std::string& cell = cells[(*at)[2]]; !cell.empty()) {
            const auto fold = countIn(cell, 1);
            if (!fold) return badCell(file, table->lines[r], cell, "fold");
            prediction.fold = *fold;
        }
        if (const std::string& cell = cells[(*at)[3]]; !cell.empty()) {
            const auto truth = std::find(classes.begin(), classes.end(), cell);
            if (truth == classes.end()) return badCell(file, table->lines[r], cell, "truth");
            prediction.truth = static_cast<int>(truth - classes.begin());
        }
        std::size_t emptyCells = 0;
        for (const std::string& name : classes) {
            const std::string& cell = cells[table->column("p_" + name)];
            const auto probability = text::toDouble(cell);
            emptyCells += cell.empty();
            if (!probability && !cell.empty()) return badCell(file, table->lines[r], cell, "probability");
            if (probability) prediction.probabilities.push_back(*probability);
        }
        if (emptyCells > 0 && emptyCells < classes.size()) return badCell(file, table->lines[r], "", "probability");
        for (const std::string& name : classes) {
            const int column = table->column("t_" + name);
            if (column < 0) break;
            const std::string& cell = cells[column];
            const auto target = text::toDouble(cell);
            if (!target && !cell.empty()) return badCell(file, table->lines[r], cell, "t_" + name);
            prediction.targets.push_back(target.value_or(notComputed));
        }
        // A vote may choose another class than the mean probabilities do.
        if (const int column = table->column("predicted"); column >= 0 && !cells[column].empty()) {
            const auto chosen = std::find(classes.begin(), classes.end(), cells[column]);
            if (chosen == classes.end()) return badCell(file, table->lines[r], cells[column], "predicted");
            const int decided = static_cast<int>(chosen - classes.begin());
            if (decided != prediction.predicted()) prediction.decided = decided;
        }
        predictions.push_back(std::move(prediction));
    }
    return predictions;
}

Result<std::vector<std::string>> RunFolder::classes() const
{
    const auto table = readPredictions(m_folder);
    if (!table) return table.error();
    return classesInHeader(*table);
}

Result<void> RunFolder::writeSummary(const RunReport& report,
                                     const std::vector<std::pair<std::string, std::string>>& facts) const
{
    QJsonObject summary = figures(report);
    for (const auto& [key, value] : facts)
        if (summary.contains(qt(key))) throw std::invalid_argument("a fact may not replace the figure " + key);
    QJsonObject texts;
    insertTexts(texts, facts);
    for (auto it = texts.constBegin(); it != texts.constEnd(); ++it) summary.insert(it.key(), it.value());

    // The summary marks the run as finished: it comes last.
    if (report.task == Task::Classes)
        if (auto written = files::writeAtomically(m_folder / "confusion.csv", confusionTable(report.classes.confusion));
            !written)
            return written;
    return files::writeAtomically(m_folder / "summary.json", QJsonDocument(summary).toJson().toStdString());
}

Result<std::map<std::string, std::string>> RunFolder::summary() const
{
    return scalarsOf(m_folder / "summary.json");
}

Result<std::map<std::string, std::string>> RunFolder::environment() const
{
    return scalarsOf(m_folder / "environment.json");
}

Result<std::map<std::string, std::string>> RunFolder::scalarsOf(const fs::path& file)
{
    const auto content = files::read(file);
    if (!content) return content.error();
    QJsonParseError parseError;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*content), &parseError);
    if (!document.isObject())
        return Error::input("is no JSON object: " + parseError.errorString().toStdString(), file.string());
    std::map<std::string, std::string> scalars;
    const QJsonObject object = document.object();
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        std::string& text = scalars[it.key().toStdString()];
        if (it->isString()) {
            text = it->toString().toStdString();
        } else if (it->isDouble()) {
            text = text::number(it->toDouble());
        } else if (it->isArray() && it->toArray().first().isString()) {
            for (const QJsonValue& entry : it->toArray())
                text += (text.empty() ? "" : "\n") + entry.toString().toStdString();
        } else if (!it->isNull()) {
            scalars.erase(it.key().toStdString());
        }
    }
    return scalars;
}

} // namespace mien
