// SPDX-License-Identifier: GPL-3.0-or-later
// SAMM: SAMM_Micro_FACS_Codes_v2.xlsx with titles above the header in row 14, grey frames 006/006_1_2/006_05562.jpg at
// 200 a second, numbered as the table counts them.
#include "core/base/text.h"
#include "core/io/xlsx_writer.h"
#include "core/synth/coded_units.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"
#include "core/synth/micro_expressions.h"

#include <array>

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

constexpr int firstSubject = 6; ///< the distribution's numbers begin there
constexpr int headerLine = 14;
constexpr std::array<const char*, 7> classNumbers = {"I", "II", "III", "IV", "V", "VI", "VII"};
/// In the order of the objective classes; the seventh is of all others.
constexpr std::array<std::string_view, 6> classEmotions = {"happiness", "surprise", "anger",
                                                           "disgust",   "sadness",  "fear"};

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    const Random root = Random(seed).fork("samm");
    std::vector<ClipPlan> clips;
    for (int s = 0; s < subjects; ++s) {
        const std::string subject = padded(firstSubject + s, 3);
        const Random own = root.fork(subject);
        std::vector<std::string> emotions = generatedEmotions();
        own.fork("order").shuffle(emotions);
        ClipPlan clip = castSubject(subject, own, difficulty);
        clip.camera = {"", Camera::File::Jpeg, true, 1, {}};
        for (std::size_t i = 0; i < emotions.size(); ++i) {
            clip.emotion = emotions[i];
            clip.sequence = std::to_string(i + 1) + "_" + std::to_string(1 + own.fork("part " + emotions[i]).below(3));
            clip.name = subject + "_" + clip.sequence;
            planBurst(clip, own.fork("clip " + std::to_string(i + 1)));
            clips.push_back(clip);
        }
    }
    return oneEach(clips);
}

/// Number of a frame in its film, of which the clip is a part.
int filmNumber(const ClipPlan& clip, int frame)
{
    return 1 + static_cast<int>(clip.random.fork("film").below(9000)) + frame;
}

fs::path frameFile(const Recording& recording, int frame)
{
    const ClipPlan& clip = recording.plan();
    return fs::path(clip.subject) / clip.id() / (clip.subject + "_" + padded(filmNumber(clip, frame), 5) + ".jpg");
}

std::string objectiveClass(const std::string& emotion)
{
    for (std::size_t i = 0; i < classEmotions.size(); ++i)
        if (classEmotions[i] == emotion) return classNumbers[i];
    return classNumbers.back();
}

std::string inducementOf(const ClipPlan& clip)
{
    return text::split(clip.sequence, '_').front();
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>& truth, ClipEntry& entry)
{
    const ClipPlan& clip = recording.plan();
    const auto at = [&](int frame) { return truth[static_cast<std::size_t>(frame)].actionUnits; };
    entry.onset = clip.burst->onset;
    entry.apex = clip.burst->apex;
    entry.offset = clip.burst->offset;
    entry.actionUnits = codedBurst(at(0), at(clip.burst->apex), true);
    entry.attributes["inducement"] = inducementOf(clip);
    entry.attributes["objective_class"] = text::lower(objectiveClass(clip.emotion));
    entry.attributes["type"] = "micro";
    return {};
}

std::vector<std::string> rowOf(const ClipPlan& clip, const ClipEntry& entry)
{
    const auto number = [&](int frame) { return std::to_string(filmNumber(clip, frame)); };
    std::string emotion = clip.emotion;
    emotion[0] = static_cast<char>(emotion[0] - 'a' + 'A');
    return {clip.subject,
            clip.id(),
            inducementOf(clip),
            number(clip.burst->onset),
            number(clip.burst->apex),
            number(clip.burst->offset),
            std::to_string(clip.burst->offset - clip.burst->onset + 1),
            "Micro",
            unitsCell(entry.actionUnits),
            emotion,
            objectiveClass(clip.emotion),
            "generated"};
}

Result<void> tables(const fs::path& root, const std::vector<Recording>& recordings, const std::vector<ClipEntry>& clips)
{
    Sheet sheet{"MICRO_ONLY",
                {{1, {"SAMM micro-expressions: FACS codes of a generated dataset"}},
                 {3, {"Frames are numbered as the pictures, 200 a second; the duration is in frames"}},
                 {headerLine,
                  {"Subject", "Filename", "Inducement Code", "Onset Frame", "Apex Frame", "Offset Frame", "Duration",
                   "Micro", "Action Units", "Estimated Emotion", "Objective Classes", "Notes"}}}};
    for (std::size_t i = 0; i < recordings.size(); ++i)
        sheet.rows.push_back({headerLine + 1 + static_cast<int>(i), rowOf(recordings[i].plan(), clips[i])});
    const auto book = xlsx::write({sheet});
    if (!book) return book.error();
    return writeDatasetFile(root / "SAMM_Micro_FACS_Codes_v2.xlsx", *book);
}

} // namespace

const Layout& sammLayout()
{
    static const Layout layout = {
        "samm",
        320,
        240,
        900,
        microDifficulty(),
        "The table: action units that leave their resting value by 0.06 or more, graded A ... E = fifths of the "
        "range,\n"
        "with the side where one moves alone; the objective class follows from the emotion; frames as the pictures\n"
        "are numbered, 200 a second.\n",
        plan,
        frameFile,
        nullptr,
        label,
        tables,
    };
    return layout;
}

} // namespace mien::synth
