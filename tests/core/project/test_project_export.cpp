// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/dataset/frame_label_file.h"
#include "core/dataset/reader.h"
#include "core/project/project.h"
#include "tests/core/project/project_folder.h"

#include <QTest>

#include <algorithm>
#include <utility>

using namespace mien;
namespace fs = std::filesystem;

/// Packages of a project: of one moment, with all that it needs, or not at all.
class TestProjectExport final : public ProjectFolder
{
    Q_OBJECT

private slots:
    void exportNeedsNothingElse();
    void exportKeepsWhatTablesSaid();
    void exportLeavesOutWhatIsGone();
    void exportTakesInWhatLiesOutside();
    void exportIsOfOneMoment();
    void exportThatFailsLeavesNothing();
};

void TestProjectExport::exportNeedsNothingElse()
{
    {
        Project project = made("p.mien", {dataset("a/data", 4), dataset("b/data", 2)});
        auto edit = project.editOf(project.clips()[0]);
        edit.label = "surprise";
        QVERIFY(project.apply({edit}));
        QVERIFY(project.exportTo(at("package"), RunControl()));
        QVERIFY(!project.exportTo(at("package"), RunControl())); // is there already
    }
    for (const char* gone : {"a", "b", "p.mien"}) fs::remove_all(at(gone));
    fs::rename(at("package"), at("mailed"));
    const auto project = Project::open(at("mailed/p.mien"));
    QVERIFY2(project, project ? "" : project.error().message().c_str());
    QCOMPARE(project->clips().size(), 6u);
    QCOMPARE(*project->clips()[0].entry.label, std::string("surprise"));
    for (const ProjectClip& clip : project->clips()) {
        const auto files = project->files(clip.id);
        QVERIFY(files);
        for (const fs::path& file : *files) QVERIFY2(fs::exists(file), file.c_str());
    }
    QCOMPARE(*files::read(project->files(project->clips()[5].id)->front()), std::string("picture 1"));
}

void TestProjectExport::exportKeepsWhatTablesSaid()
{
    // A drawn dataset with labels of frames, one of them lost.
    fileOf("drawn/manifest.csv", "path,subject,label\nclips/a,S1,fear\nclips/b,S2,anger\nclips/c,S2,anger\n");
    for (const char* clip : {"a", "b", "c"})
        for (const char* frame : {"1.png", "2.png"}) fileOf(std::string("drawn/clips/") + clip + "/" + frame);
    fileOf("drawn/" + std::string(generatedMarkFile), std::string(generatedMark) + "\nMore.\n");
    const std::string labels = "frame,expression,AU4\n1,fear,2\n2,,3\n";
    const auto read = readDataset(at("drawn"), {}, RunControl());
    QVERIFY2(read, read ? "" : read.error().message().c_str());
    QVERIFY(read->generated);
    for (const ClipEntry& clip : read->clips) fileOf(frameLabelFile("drawn", clip.id).string(), labels);
    const auto labelled = readDataset(at("drawn"), {}, RunControl());
    QVERIFY(labelled && labelled->clips[1].hasFrameLabels);
    const Project project = made("p.mien", {*labelled});
    fs::remove(frameLabelFile(at("drawn"), labelled->clips[1].id));
    std::vector<Diagnostic> said;
    const RunControl control({}, [&](const Diagnostic& diagnostic) { said.push_back(diagnostic); });
    const auto exported = project.exportTo(at("package"), control);
    QVERIFY2(exported, exported ? "" : exported.error().message().c_str());
    QVERIFY(exported->empty());
    QCOMPARE(said.size(), 1u);
    QCOMPARE(said[0].file, labelled->clips[1].id);
    const auto package = Project::open(at("package/p.mien"));
    QVERIFY(package);
    const auto again = readDataset(package->sources()[0].path, package->sources()[0].reader, RunControl());
    QVERIFY2(again, again ? "" : again.error().message().c_str());
    QVERIFY(again->generated);
    for (std::size_t i : {0u, 1u, 2u}) {
        QCOMPARE(again->clips[i].hasFrameLabels, i != 1);
        QCOMPARE(package->clips()[i].entry.hasFrameLabels, i != 1);
    }
    const auto kept = readFrameLabels(frameLabelFile(package->sources()[0].path, again->clips[0].id));
    QVERIFY(kept);
    QCOMPARE(kept->expression[0], std::string("fear"));
    QCOMPARE(kept->actionUnits.at(4)[1], 3.f);
}

void TestProjectExport::exportLeavesOutWhatIsGone()
{
    DatasetIndex index = dataset("data", 4);
    Project project = made("p.mien", {index});
    auto edit = project.editOf(project.clips()[2]);
    edit.label = "surprise";
    QVERIFY(project.apply({edit}));
    const std::string lost = index.clips[2].id;
    index.clips.erase(index.clips.begin() + 2);
    fs::remove_all(at("data/clips/2"));
    QVERIFY(project.putSource(index));
    QCOMPARE(project.clips().size(), 4u); // somebody worked on it
    std::vector<Diagnostic> said;
    const RunControl control({}, [&](const Diagnostic& diagnostic) { said.push_back(diagnostic); });
    const auto exported = project.exportTo(at("package"), control);
    QVERIFY2(exported, exported ? "" : exported.error().message().c_str());
    QCOMPARE(*exported, std::vector<std::string>{lost});
    QVERIFY(std::any_of(said.begin(), said.end(), [&](const Diagnostic& d) {
        return d.file == lost && d.message.find("gone") != std::string::npos;
    }));
    auto package = Project::open(at("package/p.mien"));
    QVERIFY(package);
    QCOMPARE(package->clips().size(), 3u);
    QVERIFY(readDataset(package->sources()[0].path, {}, RunControl()));
    // Where all of a dataset is gone, it has merely moved: that is to be said first.
    fs::rename(at("data"), at("moved"));
    const auto missing = Project::open(at("p.mien"))->exportTo(at("package 2"), RunControl());
    QVERIFY(!missing && missing.error().message().find("relink") != std::string::npos);
    QVERIFY(!fs::exists(at("package 2")));
}

void TestProjectExport::exportTakesInWhatLiesOutside()
{
    DatasetIndex index = dataset("data", 2);
    for (const char* folder : {"else/one", "else/two"}) {
        ClipEntry clip = index.clips[0];
        clip.id = folder;
        clip.files.clear();
        for (const char* name : {"1.png", "2.png"})
            clip.files.push_back(fs::path("..") /
                                 fs::relative(fileOf(std::string(folder) + "/" + name, folder), at("")));
        clip.frameCount = 2;
        index.clips.push_back(clip);
    }
    fileOf("data/outside/mine.txt");
    const Project project = made("p.mien", {index});
    const auto exported = project.exportTo(at("deep/package"), RunControl());
    QVERIFY2(exported, exported ? "" : exported.error().message().c_str());
    QVERIFY(!fs::exists(at("deep/package/media/else")) && !fs::exists(at("deep/else")));
    fs::rename(at("deep/package"), at("mailed"));
    for (const char* gone : {"data", "else", "p.mien"}) fs::remove_all(at(gone));
    const auto package = Project::open(at("mailed/p.mien"));
    QVERIFY(package);
    QCOMPARE(package->clips().size(), 4u);
    for (const ProjectClip& clip : package->clips()) {
        const auto files = package->files(clip.id);
        QVERIFY(files);
        for (const fs::path& file : *files) {
            QVERIFY2(fs::exists(file), file.c_str());
            QVERIFY(file.lexically_normal().string().starts_with(at("mailed/media/data").string()));
        }
    }
    QCOMPARE(*files::read(package->files(package->clips()[3].id)->front()), std::string("else/two"));
    const auto again = readDataset(package->sources()[0].path, package->sources()[0].reader, RunControl());
    QVERIFY2(again, again ? "" : again.error().message().c_str());
    QCOMPARE(again->clips.size(), 4u);
}

void TestProjectExport::exportIsOfOneMoment()
{
    Project project = made("p.mien", {dataset("data", 4)});
    const auto beside = Project::open(at("p.mien")); // as the window exports
    QVERIFY(beside && beside->isReadOnly());
    bool edited = false;
    const RunControl control(
        [&](const Progress&) {
            if (std::exchange(edited, true)) return;
            auto edit = project.editOf(project.clips()[0]);
            edit.label = "surprise";
            QVERIFY(project.apply({edit}));
            QVERIFY(project.putSource(dataset("late", 2)));
        },
        {});
    const auto exported = beside->exportTo(at("package"), control);
    QVERIFY2(exported, exported ? "" : exported.error().message().c_str());
    QVERIFY(edited);
    const auto package = Project::open(at("package/p.mien"));
    QVERIFY(package);
    QCOMPARE(package->sources().size(), 1u);
    QVERIFY(package->clips()[0].entry.label != "surprise");
}

void TestProjectExport::exportThatFailsLeavesNothing()
{
    const Project project = made("p.mien", {dataset("data", 3)});
    fs::remove(at("data/clips/2/1.png"));
    const auto failed = project.exportTo(at("package"), RunControl());
    QVERIFY(!failed && failed.error().where.find("1.png") != std::string::npos);
    QVERIFY(!fs::exists(at("package")));
    RunControl control;
    control.requestCancel();
    const auto cancelled = project.exportTo(at("package"), control);
    QVERIFY(!cancelled && cancelled.error().kind == ErrorKind::Cancelled);
    QVERIFY(!fs::exists(at("package")));
}

QTEST_GUILESS_MAIN(TestProjectExport)
#include "test_project_export.moc"
