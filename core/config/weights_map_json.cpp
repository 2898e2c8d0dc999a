// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/weights_map_json.h"

#include "core/base/files.h"
#include "core/config/object_reader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <numeric>

namespace mien {

namespace {

/// An order of dimensions: every one of 0 … n − 1 once.
bool isOrder(std::vector<std::int64_t> order)
{
    std::sort(order.begin(), order.end());
    std::vector<std::int64_t> all(order.size());
    std::iota(all.begin(), all.end(), 0);
    return !order.empty() && order == all;
}

std::optional<Error> readOrders(const QJsonValue& value, const std::string& where, WeightsMap& map)
{
    if (value.isUndefined()) return std::nullopt;
    if (!value.isObject()) return Error::input("'permute' must be an object", where);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        std::vector<std::int64_t> order;
        for (const QJsonValue& dimension : it->toArray()) order.push_back(dimension.toInteger(-1));
        if (!isOrder(order))
            return Error::input("'permute' of " + it.key().toStdString() + " is no order of dimensions", where,
                                "name each dimension once, from 0: [1, 0] transposes a matrix");
        map.permute[it.key().toStdString()] = std::move(order);
    }
    return std::nullopt;
}

} // namespace

Result<WeightsMap> weightsMapFromJson(const std::string& json, const std::string& where)
{
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json), &fault);
    if (!document.isObject()) return Error::input("is no JSON object: " + fault.errorString().toStdString(), where);
    ObjectReader reader(document.object(), where, "key of a map of weights");
    WeightsMap map;
    reader.text("prefix", map.prefix);
    reader.texts("names", map.names);
    reader.list("ignore", map.ignore);
    reader.list("keep", map.keep);
    if (auto error = readOrders(reader.take("permute"), where, map)) return *error;
    if (auto error = reader.finish()) return *error;
    return map;
}

Result<WeightsMap> readWeightsMap(const std::string& nameOrFile)
{
    if (nameOrFile.empty()) return WeightsMap();
    QFile builtIn(QStringLiteral(":/mien/weights/") + QString::fromStdString(nameOrFile) + QStringLiteral(".json"));
    if (nameOrFile.find('/') == std::string::npos && builtIn.open(QIODevice::ReadOnly))
        return weightsMapFromJson(builtIn.readAll().toStdString(), nameOrFile);
    const auto content = files::read(nameOrFile);
    if (!content) return content.error();
    return weightsMapFromJson(*content, nameOrFile);
}

} // namespace mien
