// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/object_reader.h"

#include "core/base/text.h"

#include <limits>

namespace mien {

void ObjectReader::text(const char* key, std::string& value)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    if (!found.isString()) return fail(key, "must be a text");
    value = found.toString().toStdString();
}

void ObjectReader::flag(const char* key, bool& value)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    if (!found.isBool()) return fail(key, "must be true or false");
    value = found.toBool();
}

void ObjectReader::count(const char* key, int& value)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    const double number = found.toDouble(-1);
    if (number < 0 || number > std::numeric_limits<int>::max() || number != static_cast<int>(number))
        return fail(key, "must be a whole number, 0 or more");
    value = static_cast<int>(number);
}

void ObjectReader::number(const char* key, double& value)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    if (!found.isDouble()) return fail(key, "must be a number");
    value = found.toDouble();
}

void ObjectReader::seed(const char* key, std::uint64_t& value)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    bool ok = false;
    if (found.isString()) {
        value = found.toString().toULongLong(&ok);
    } else if (const qint64 number = found.toInteger(-1); number >= 0) {
        value = static_cast<std::uint64_t>(number);
        ok = true;
    }
    if (!ok) fail(key, "must be a whole number, 0 or more");
}

void ObjectReader::texts(const char* key, std::map<std::string, std::string>& values)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    if (!found.isObject()) return fail(key, "must be an object");
    const QJsonObject object = found.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString() && !it->isDouble() && !it->isBool())
            return fail(std::string(key) + "." + it.key().toStdString(), "must be a text, a number or a flag");
        values[it.key().toStdString()] = asText(*it);
    }
}

QJsonValue ObjectReader::take(const char* key)
{
    const QString name = QString::fromUtf8(key);
    const QJsonValue value = m_object.value(name);
    m_object.remove(name);
    return value.isUndefined() ? QJsonValue(QJsonValue::Undefined) : value;
}

void ObjectReader::fail(const std::string& key, const std::string& what)
{
    if (!m_error) m_error = Error::input("'" + key + "' " + what, m_where);
}

std::optional<Error> ObjectReader::finish()
{
    if (!m_error && !m_object.isEmpty())
        m_error = Error::input("'" + m_object.begin().key().toStdString() + "' is no " + m_what, m_where,
                               "correct or remove it");
    return m_error;
}

std::string ObjectReader::asText(const QJsonValue& value)
{
    if (value.isString()) return value.toString().toStdString();
    if (value.isBool()) return value.toBool() ? "true" : "false";
    return text::number(value.toDouble());
}

void ObjectReader::list(const char* key, std::vector<std::string>& values)
{
    const QJsonValue found = take(key);
    if (found.isUndefined()) return;
    if (!found.isArray()) return fail(key, "must be a list of texts");
    values.clear();
    for (const QJsonValue& entry : found.toArray()) {
        if (!entry.isString()) return fail(key, "must be a list of texts");
        values.push_back(entry.toString().toStdString());
    }
}

} // namespace mien
