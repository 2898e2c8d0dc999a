// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// Reads members of one JSON object, remembers the first fault and, at the end, finds members nobody asked for: a
/// setting must never be ignored in silence. What is absent leaves its value as it was.
class ObjectReader
{
public:
    /// `where`: file and place, `what`: the object has, for messages.
    ObjectReader(QJsonObject object, std::string where, std::string what = "setting of a run")
        : m_object(std::move(object)), m_where(std::move(where)), m_what(std::move(what))
    {
    }

    void text(const char* key, std::string& value);
    void flag(const char* key, bool& value);
    void count(const char* key, int& value); ///< a whole number, 0 or more
    void number(const char* key, double& value);
    /// Numbers up to 2^63 − 1 are JSON numbers, larger ones text.
    void seed(const char* key, std::uint64_t& value);
    /// An object of texts; numbers and flags are taken as they are written.
    void texts(const char* key, std::map<std::string, std::string>& values);
    void list(const char* key, std::vector<std::string>& values); ///< of texts

    QJsonValue take(const char* key); ///< undefined where it is absent
    void fail(const std::string& key, const std::string& what);

    /// The first fault, or a member that nobody asked for.
    std::optional<Error> finish();

private:
    static std::string asText(const QJsonValue& value);

    QJsonObject m_object;
    std::string m_where;
    std::string m_what;
    std::optional<Error> m_error;
};

} // namespace mien
