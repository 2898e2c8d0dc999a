// SPDX-License-Identifier: GPL-3.0-or-later
// JAFFE: a flat folder of grey pictures KA.AN1.39.tiff (subject, emotion and take, serial) and a table of mean ratings
// (1 to 5) by serial.
#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/synth/dataset_files.h"
#include "core/synth/layout.h"

#include <algorithm>
#include <array>

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

constexpr int letters = 26;
constexpr int fewestTakes = 2, mostTakes = 4; ///< the distribution has three of nearly all

struct Code
{
    std::string_view code;
    std::string_view emotion;
};
constexpr std::array<Code, 7> codes = {{{"NE", "neutral"},
                                        {"HA", "happiness"},
                                        {"SA", "sadness"},
                                        {"SU", "surprise"},
                                        {"AN", "anger"},
                                        {"DI", "disgust"},
                                        {"FE", "fear"}}};

struct Column
{
    const char* name;
    std::string_view emotion;
};
constexpr std::array<Column, 6> ratingColumns = {{{"HAP", "happiness"},
                                                  {"SAD", "sadness"},
                                                  {"SUR", "surprise"},
                                                  {"ANG", "anger"},
                                                  {"DIS", "disgust"},
                                                  {"FEA", "fear"}}};

/// "KA", "KB" …: two letters, as the distribution's.
std::string subjectCode(int subject)
{
    const int place = (10 * letters + subject - 1) % (letters * letters);
    return {static_cast<char>('A' + place / letters), static_cast<char>('A' + place % letters)};
}

std::vector<Recording> plan(int subjects, std::uint64_t seed, const ExpressionDifficulty& difficulty)
{
    const Random root = Random(seed).fork("jaffe");
    std::vector<ClipPlan> clips;
    int serial = 0;
    for (int s = 1; s <= subjects; ++s) {
        const Random own = root.fork(subjectCode(s));
        ClipPlan person = castSubject(subjectCode(s), own, difficulty);
        // The distribution's are ten women without glasses.
        person.identity.beard = person.identity.moustache = person.identity.glasses = false;
        person.identity.stubble = 0;
        person.camera = {"", Camera::File::Tiff, true, 1, {}};
        person.closeness = 1.5;
        person.frames = 1;
        for (const Code& code : codes) {
            person.emotion = code.emotion;
            Random number = own.fork("takes " + person.emotion);
            const int takes = fewestTakes + static_cast<int>(number.below(mostTakes - fewestTakes + 1));
            for (int take = 1; take <= takes; ++take) {
                person.sequence = std::string(code.code) + std::to_string(take);
                person.name = person.subject + "." + person.sequence + "." + std::to_string(++serial);
                person.random = own.fork(person.sequence);
                clips.push_back(person);
            }
        }
    }
    return oneEach(clips);
}

fs::path frameFile(const Recording& recording, int)
{
    return recording.id + ".tiff";
}

std::string serialOf(const ClipPlan& clip)
{
    return clip.name.substr(clip.name.rfind('.') + 1);
}

/// Mean of the viewers' answers, 1 … 5: what the face shows, and what viewers differ in.
double rating(const ClipPlan& clip, std::string_view emotion, const AuSet& shown)
{
    Random viewers = clip.random.fork("rated " + std::string(emotion));
    const double answer = 1.1 + 3.7 * likeness(emotion, shown) + 0.12 * viewers.normal();
    return std::clamp(answer, 1.0, 5.0);
}

Result<void> label(const fs::path&, const Recording& recording, const std::vector<FrameTruth>& truth, ClipEntry& entry)
{
    const ClipPlan& clip = recording.plan();
    entry.kind = ClipEntry::Kind::Image;
    entry.attributes["serial"] = serialOf(clip);
    entry.attributes["take"] = clip.sequence.substr(2);
    for (const Column& column : ratingColumns) {
        const std::string written = text::fixed(rating(clip, column.emotion, truth.front().actionUnits), 2);
        entry.attributes["rating_" + std::string(column.emotion)] = text::number(text::toDouble(written).value());
    }
    return {};
}

Result<void> tables(const fs::path& root, const std::vector<Recording>& recordings, const std::vector<ClipEntry>& clips)
{
    std::vector<std::string> header = {"N"};
    for (const Column& column : ratingColumns) header.emplace_back(column.name);
    header.emplace_back("PIC");
    std::string table = csv::line(header);
    for (std::size_t i = 0; i < recordings.size(); ++i) {
        std::vector<std::string> row = {serialOf(recordings[i].plan())};
        for (const Column& column : ratingColumns)
            row.push_back(clips[i].attributes.at("rating_" + std::string(column.emotion)));
        row.push_back(recordings[i].plan().subject + "-" + recordings[i].plan().sequence);
        table += csv::line(row);
    }
    return writeDatasetFile(root / "ratings.csv", table);
}

} // namespace

const Layout& jaffeLayout()
{
    static const Layout layout = {
        "jaffe",
        256,
        256,
        letters * letters,
        {},
        "Stills, taken at the apex. ratings.csv: 1 ... 5, by how much the action units are those of the emotion's\n"
        "prototype, with a little noise, as if of viewers.\n",
        plan,
        frameFile,
        nullptr,
        label,
        tables,
    };
    return layout;
}

} // namespace mien::synth
