// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/names.h"

#include "core/types/geometry.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

struct Names
{
    Q_DECLARE_TR_FUNCTIONS(Names)
};

constexpr std::array emotions = {QT_TRANSLATE_NOOP("Names", "neutral"),  QT_TRANSLATE_NOOP("Names", "anger"),
                                 QT_TRANSLATE_NOOP("Names", "contempt"), QT_TRANSLATE_NOOP("Names", "disgust"),
                                 QT_TRANSLATE_NOOP("Names", "fear"),     QT_TRANSLATE_NOOP("Names", "happiness"),
                                 QT_TRANSLATE_NOOP("Names", "sadness"),  QT_TRANSLATE_NOOP("Names", "surprise")};
constexpr std::array stages = {QT_TRANSLATE_NOOP("Names", "extracting landmarks"),
                               QT_TRANSLATE_NOOP("Names", "finding faces"),
                               QT_TRANSLATE_NOOP("Names", "measuring faces"),
                               QT_TRANSLATE_NOOP("Names", "reading the dataset"),
                               QT_TRANSLATE_NOOP("Names", "predicting"),
                               QT_TRANSLATE_NOOP("Names", "evaluating"),
                               QT_TRANSLATE_NOOP("Names", "reading the film"),
                               QT_TRANSLATE_NOOP("Names", "reading faces"),
                               QT_TRANSLATE_NOOP("Names", "gathering faces"),
                               QT_TRANSLATE_NOOP("Names", "telling people apart"),
                               QT_TRANSLATE_NOOP("Names", "learning neutral faces")};
constexpr std::array groups = {QT_TRANSLATE_NOOP("Names", "jaw"), QT_TRANSLATE_NOOP("Names", "brows"),
                               QT_TRANSLATE_NOOP("Names", "nose"), QT_TRANSLATE_NOOP("Names", "eyes"),
                               QT_TRANSLATE_NOOP("Names", "mouth")};

/// Names of the units that landmarks carry (geometricAus).
constexpr std::array<std::pair<int, const char*>, 16> actionUnitNames = {
    {{1, QT_TRANSLATE_NOOP("Names", "Inner Brow Raiser")},
     {2, QT_TRANSLATE_NOOP("Names", "Outer Brow Raiser")},
     {4, QT_TRANSLATE_NOOP("Names", "Brow Lowerer")},
     {5, QT_TRANSLATE_NOOP("Names", "Upper Lid Raiser")},
     {6, QT_TRANSLATE_NOOP("Names", "Cheek Raiser")},
     {7, QT_TRANSLATE_NOOP("Names", "Lid Tightener")},
     {9, QT_TRANSLATE_NOOP("Names", "Nose Wrinkler")},
     {10, QT_TRANSLATE_NOOP("Names", "Upper Lip Raiser")},
     {12, QT_TRANSLATE_NOOP("Names", "Lip Corner Puller")},
     {14, QT_TRANSLATE_NOOP("Names", "Dimpler")},
     {15, QT_TRANSLATE_NOOP("Names", "Lip Corner Depressor")},
     {17, QT_TRANSLATE_NOOP("Names", "Chin Raiser")},
     {20, QT_TRANSLATE_NOOP("Names", "Lip Stretcher")},
     {25, QT_TRANSLATE_NOOP("Names", "Lips Part")},
     {26, QT_TRANSLATE_NOOP("Names", "Jaw Drop")},
     {45, QT_TRANSLATE_NOOP("Names", "Blink")}}};

template <std::size_t n> QString translated(const std::array<const char*, n>& known, std::string_view name)
{
    for (const char* k : known)
        if (name == k) return QCoreApplication::translate("Names", k);
    return toQString(name);
}

} // namespace

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString displayLabel(std::string_view label)
{
    return translated(emotions, label);
}

QString displayGroup(std::string_view landmarkGroup)
{
    return translated(groups, landmarkGroup);
}

QString displayLandmark(int landmark)
{
    for (const auto& group : landmarkGroups)
        if (landmark >= group.first && landmark <= group.last)
            return Names::tr("landmark %1 (%2)").arg(landmark).arg(displayGroup(group.name));
    return {};
}

QString displayActionUnit(int number)
{
    for (const auto& [unit, name] : actionUnitNames)
        if (unit == number) return QCoreApplication::translate("Names", name);
    return {};
}

QString displayPerson(int id, std::string_view name)
{
    return name.empty() ? Names::tr("Person %1").arg(id) : toQString(name);
}

QString displayStage(std::string_view stage)
{
    static const QRegularExpression fold(u"^fold (\\d+) of (\\d+)$"_s);
    const QString text = toQString(stage);
    if (const auto match = fold.match(text); match.hasMatch())
        return Names::tr("fold %1 of %2").arg(match.captured(1), match.captured(2));
    return translated(stages, stage);
}

QString displaySeconds(double seconds)
{
    if (!std::isfinite(seconds)) return {};
    const auto milliseconds = std::llround(seconds * 1000);
    const long long hours = milliseconds / 3'600'000;
    const long long minutes = milliseconds / 60'000 % 60;
    const QLatin1Char zero('0');
    const QString rest = u"%1.%2"_s.arg(milliseconds / 1000 % 60, 2, 10, zero).arg(milliseconds % 1000, 3, 10, zero);
    if (hours == 0) return u"%1:%2"_s.arg(minutes).arg(rest);
    return u"%1:%2:%3"_s.arg(hours).arg(minutes, 2, 10, zero).arg(rest);
}

QString displayDuration(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0) return {};
    const auto s = std::llround(seconds);
    if (s < 90) return Names::tr("%1 s").arg(s);
    if (s < 90 * 60) return Names::tr("%1 min").arg((s + 30) / 60);
    return Names::tr("%1 h %2 min").arg(s / 3600).arg(s % 3600 / 60);
}

} // namespace mien
