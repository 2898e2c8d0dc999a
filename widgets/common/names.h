// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace mien {

/// UTF-8 of core/ as QString.
QString toQString(std::string_view text);

/// Emotion names and landmark groups in the user's language; other names as they are.
QString displayLabel(std::string_view label);
QString displayGroup(std::string_view landmarkGroup);

/// "surprise" for a landmark number: "brows 21". Landmarks count from 0 as in the 300-W scheme.
QString displayLandmark(int landmark);

/// "Lip Corner Puller" for 12; empty for units without a name here.
QString displayActionUnit(int number);

/// What a user calls a person of a film, else "Person 0": Person::id, the face_id of tables.
QString displayPerson(int id, std::string_view name);

/// A job's stage (Progress::stage, English) in the user's language; stages that are not known as they are.
QString displayStage(std::string_view stage);

/// 0:01.234 or 1:02:03.456; empty for NaN.
QString displaySeconds(double seconds);

/// "40 s", "3 min", "2 h 10 min".
QString displayDuration(double seconds);

} // namespace mien
