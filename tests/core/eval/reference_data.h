// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <vector>

/// What data/make_reference.py computed with other people's programs.
namespace mien::test {

inline QJsonObject referenceData()
{
    QFile file(QStringLiteral(MIEN_SOURCE_DIR "/tests/core/eval/data/metrics_reference.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// Null in the file stands for "not computed". Relative for numbers above 1.
inline bool near(double value, const QJsonValue& expected, double tolerance = 1e-12)
{
    if (expected.isNull()) return std::isnan(value);
    const double number = expected.toDouble(-1e99);
    return std::abs(value - number) <= tolerance * std::max(1.0, std::abs(number));
}

inline std::vector<double> numbers(const QJsonValue& list)
{
    std::vector<double> values;
    for (const QJsonValue& value : list.toArray()) values.push_back(value.toDouble(std::nan("")));
    return values;
}

} // namespace mien::test

/// Names what differs.
#define VERIFY_NEAR(value, expected, ...)                                                                              \
    QVERIFY2(mien::test::near(value, expected __VA_OPT__(, ) __VA_ARGS__),                                             \
             qPrintable(QStringLiteral(#value " is %1, expected %2")                                                   \
                            .arg((value), 0, 'g', 17)                                                                  \
                            .arg(QJsonValue(expected).toDouble(std::nan("")), 0, 'g', 17)))
