// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/dataset/reader_tree.h"

#include <QTest>

using namespace mien;
using namespace mien::tree;

namespace {

void sequence(const fs::path& folder, int frames, int first = 0)
{
    for (int f = first; f < first + frames; ++f) {
        char name[16];
        std::snprintf(name, sizeof name, "%03d.jpeg", f);
        write(folder / name, "picture");
    }
}

void makeOulu(const fs::path& root)
{
    sequence(root / "OriginalImg/VL/Strong/P001/Anger", 14);
    sequence(root / "OriginalImg/VL/Strong/P001/Happiness", 10);
    sequence(root / "OriginalImg/VL/Weak/P001/Anger", 11);
    sequence(root / "OriginalImg/VL/Dark/P002/Surprise", 10);
    sequence(root / "OriginalImg/NI/Strong/P080/Sadness", 10);
    sequence(root / "OriginalImg/NI/Dark/P010/Disgust", 10);
    sequence(root / "OriginalImg/NI/Weak/P002/Fear", 10);
}

} // namespace

class TestOulu : public QObject
{
    Q_OBJECT

    Folders m_folders;

private slots:
    void sequencesLightsAndLabelsAreFound()
    {
        const fs::path root = m_folders.next();
        makeOulu(root);
        const DatasetIndex index = read(root);
        QCOMPARE(index.reader, std::string("oulu"));
        QCOMPARE(index.clips.size(), std::size_t(7));
        QCOMPARE(index.subjects(), (std::vector<std::string>{"P001", "P002", "P010", "P080"}));
        QCOMPARE(index.labelCounts(),
                 (std::map<std::string, int>{
                     {"anger", 2}, {"happiness", 1}, {"surprise", 1}, {"sadness", 1}, {"disgust", 1}, {"fear", 1}}));
        const ClipEntry& clip = *index.find("VL_Weak_P001_Anger");
        QCOMPARE(clip.subject, std::string("P001"));
        QCOMPARE(clip.kind, ClipEntry::Kind::ImageSequence);
        QCOMPARE(clip.frameCount, std::optional<int>(11));
        QCOMPARE(clip.files.front(), fs::path("OriginalImg/VL/Weak/P001/Anger/000.jpeg"));
        QCOMPARE(clip.files.back(), fs::path("OriginalImg/VL/Weak/P001/Anger/010.jpeg"));
        QCOMPARE(clip.attributes, (std::map<std::string, std::string>{{"light", "VL"}, {"lighting", "weak"}}));
        QCOMPARE(index.find("NI_Strong_P080_Sadness")->attributes,
                 (std::map<std::string, std::string>{{"light", "NI"}, {"lighting", "strong"}}));
        QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
    }

    void theOtherNamesOfTheFolderAreAccepted()
    {
        for (const char* part : {"B_OriginalImg", "b_originalimg", "."}) {
            const fs::path root = m_folders.next();
            sequence(root / part / "VL/strong/P001/Happy", 10);
            const DatasetIndex index = read(root);
            QCOMPARE(index.clips.at(0).id, std::string("VL_Strong_P001_Happy"));
            QCOMPARE(index.clips.at(0).label, std::optional<std::string>("happiness"));
            QVERIFY2(index.diagnostics.empty(), listed(index).c_str());
        }
    }

    void shortSequencesAreANote()
    {
        const fs::path root = m_folders.next();
        makeOulu(root);
        sequence(root / "OriginalImg/VL/Strong/P003/Fear", 9);
        const DatasetIndex index = read(root);
        QVERIFY(places(index, Severity::Warning).empty());
        QCOMPARE(places(index, Severity::Note), (std::multiset<std::string>{"OriginalImg/VL/Strong/P003/Fear:0"}));
    }

    void plantedFaultsGiveExactlyTheirWarnings()
    {
        const auto add = [](const char* folder, int frames, int first = 0) {
            return [=](const fs::path& root) { sequence(root / folder, frames, first); };
        };
        const auto file = [](const char* name, const char* content = "x") {
            return [=](const fs::path& root) { write(root / name, content); };
        };
        const std::string anger = "OriginalImg/VL/Strong/P001/Anger";
        const std::vector<Fault> faults = {
            {"a frame is missing",
             [=](const fs::path& root) { fs::remove(root / anger / "005.jpeg"); },
             {{anger + ":0", "frame 5 is missing"}}},
            {"frames are missing",
             [=](const fs::path& root) {
                 fs::remove(root / anger / "005.jpeg");
                 fs::remove(root / anger / "006.jpeg");
                 fs::remove(root / anger / "009.jpeg");
             },
             {{anger + ":0", "frames 5 to 6"}, {anger + ":0", "frame 9"}}},
            {"the beginning is missing",
             add("OriginalImg/VL/Dark/P004/Fear", 10, 3),
             {{"OriginalImg/VL/Dark/P004/Fear:0", "frames 0 to 2"}},
             {},
             {"VL_Dark_P004_Fear"}},
            {"a frame twice",
             file("OriginalImg/VL/Strong/P001/Anger/003.png"),
             {{anger + "/003.png:0", "second picture of frame 3"}}},
            {"an empty picture",
             file("OriginalImg/VL/Strong/P001/Anger/003.jpeg", ""),
             {{anger + "/003.jpeg:0", "0 bytes"}}},
            {"a picture without a number",
             file("OriginalImg/VL/Strong/P001/Anger/copy.jpeg"),
             {{anger + ":0", "no frame number"}}},
            {"an empty sequence",
             [](const fs::path& root) { fs::create_directories(root / "OriginalImg/VL/Strong/P001/Fear"); },
             {{"OriginalImg/VL/Strong/P001/Fear:0", "no picture"}}},
            {"a folder that is no emotion",
             add("OriginalImg/VL/Strong/P001/Angre", 10),
             {{"OriginalImg/VL/Strong/P001/Angre:0", "no emotion"}},
             {},
             {"VL_Strong_P001_Angre"},
             [](const DatasetIndex& index) { return !index.find("VL_Strong_P001_Angre")->label; }},
            {"a subject of another form",
             add("OriginalImg/VL/Strong/Maria/Anger", 10),
             {{"OriginalImg/VL/Strong/Maria:0", "not called like a subject"}},
             {},
             {"VL_Strong_Maria_Anger"}},
            {"a subject with a zero too many",
             add("OriginalImg/VL/Strong/P0001/Anger", 10),
             {{"OriginalImg/VL/Strong/P0001:0", "taken for subject P001"},
              {"OriginalImg/VL/Strong/P0001/Anger:0", "VL_Strong_P001_Anger-2"}},
             {},
             {"VL_Strong_P001_Anger-2"}},
            {"an unknown lighting",
             add("OriginalImg/VL/Bright/P001/Anger", 10),
             {{"OriginalImg/VL/Bright:0", "none of Strong"}}},
            {"an unknown light",
             add("OriginalImg/UV/Weak/P001/Anger", 10),
             {{"OriginalImg/UV:0", "none of VL and NI"}}},
            {"pictures outside a sequence",
             add("OriginalImg/VL/Strong/P001", 2),
             {{"OriginalImg/VL/Strong/P001:0", "2 pictures"}}},
            {"pictures outside a subject", add("OriginalImg/NI/Weak", 1), {{"OriginalImg/NI/Weak:0", "1 pictures"}}},
            {"a copy in the other folder",
             add("B_OriginalImg/VL/Strong/P001/Anger", 10),
             {{"B_OriginalImg/VL/Strong/P001/Anger:0", "VL_Strong_P001_Anger-2"}},
             {},
             {"VL_Strong_P001_Anger-2"}},
        };
        const std::string wrong = tryFaults(m_folders, makeOulu, faults);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void aBareTreeAndCancelGetWords()
    {
        const fs::path root = m_folders.next();
        fs::create_directories(root / "OriginalImg/VL/Strong");
        RunControl control;
        QCOMPARE(readDataset(root, {}, control).error().kind, ErrorKind::Input);
        sequence(root / "OriginalImg/VL/Strong/P001/Anger", 2);
        QCOMPARE(readDataset(root, {}, control, {.frameOffset = 1, .inducedLabels = false}).error().kind,
                 ErrorKind::Usage);
        control.requestCancel();
        QCOMPARE(readDataset(root, {}, control).error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestOulu)
#include "test_oulu.moc"
