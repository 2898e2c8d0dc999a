// SPDX-License-Identifier: GPL-3.0-or-later
//
// Projects where a command takes a dataset: every dataset, as its user made it.
#include "core/dataset/reader.h"
#include "core/project/project.h"
#include "tests/app/cli/cli_fixture.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <stdexcept>

using namespace mien;
using namespace mien::test;
namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

template <typename T> T valueOf(Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

int idOf(const Project& project, const std::string& clip)
{
    for (const ProjectClip& known : project.clips())
        if (known.entry.id == clip) return known.id;
    throw std::runtime_error("no clip " + clip);
}

QSet<QString> filesIn(const fs::path& folder)
{
    QSet<QString> names;
    for (const auto& entry : fs::directory_iterator(folder)) names << QString::fromStdString(entry.path().filename());
    return names;
}

} // namespace

class TestCliProjects : public QObject
{
    Q_OBJECT

    Scratch m_scratch;
    std::string m_project;

    std::string manifestOf(const std::string& name, const std::string& rows) const
    {
        m_scratch.file(name + "/a.png", "no picture");
        m_scratch.file(name + "/b.png", "no picture");
        m_scratch.file(name + "/c.png", "no picture");
        m_scratch.file(name + "/manifest.csv", "path,subject,label\n" + rows);
        return m_scratch.at(name);
    }

    /// Of dataset "one": a becomes disgust, b is excluded, c is to be tested on.
    std::string study(const std::string& file, const std::vector<std::string>& folders) const
    {
        std::vector<DatasetIndex> datasets;
        for (const auto& folder : folders) datasets.push_back(valueOf(readDataset(folder, {}, RunControl())));
        std::vector<const DatasetIndex*> pointers;
        for (const auto& dataset : datasets) pointers.push_back(&dataset);
        fs::create_directories(fs::path(m_scratch.at(file)).parent_path());
        auto project = valueOf(Project::create(m_scratch.at(file), pointers));
        valueOf(project.apply({{idOf(project, "a"), "disgust", false, ""},
                               {idOf(project, "b"), "fear", true, ""},
                               {idOf(project, "c"), "fear", false, "test"}}));
        return m_scratch.at(file);
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_scratch.isValid());
        const std::string one = manifestOf("one", "a.png,S1,anger\nb.png,S2,fear\nc.png,S3,fear\n");
        m_scratch.file("two/x.png", "no picture");
        m_scratch.file("two/manifest.csv", "path,subject,label\nx.png,T1,surprise\n");
        m_project = study("studies/study.mien", {one, m_scratch.at("two")});
    }

    void scanReadsEveryDatasetOfAProject()
    {
        const auto before = filesIn(m_scratch.at("studies"));
        const auto outcome = runCliWithoutEngine({"scan", m_project, "--quick", "--json"});
        COMPARE_CODE(outcome, 0);
        const auto lines = outcome.lines();
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0][u"reader"_s].toString(), u"manifest"_s);
        QCOMPARE(lines[0][u"path"_s].toString().toStdString(), fs::canonical(m_scratch.at("one")).string());
        QCOMPARE(lines[0][u"labels"_s].toObject(), (QJsonObject{{u"disgust"_s, 1}, {u"fear"_s, 1}}));
        QCOMPARE(lines[0][u"clips"_s].toInt(), 2);
        QCOMPARE(lines[0][u"excluded"_s].toInt(), 1);
        QCOMPARE(lines[0][u"relabelled"_s].toInt(), 1);
        QVERIFY(outcome.out.find("1 clip excluded") != std::string::npos);
        QCOMPARE(lines[1][u"labels"_s].toObject(), (QJsonObject{{u"surprise"_s, 1}}));
        QCOMPARE(filesIn(m_scratch.at("studies")), before); // a look leaves nothing behind
        const auto text = runCliWithoutEngine({"scan", m_project, "--quick"});
        COMPARE_CODE(text, 0);
        QVERIFY2(text.out.find("dataset 'one' in ") == 0, text.out.c_str());
        QVERIFY2(text.out.find("dataset 'two' in ") != std::string::npos, text.out.c_str());
        QVERIFY2(text.out.find("excluded clips are left out") != std::string::npos, text.out.c_str());
    }

    void aProjectIsReadWhileItIsOpenElsewhere()
    {
        const auto open = Project::open(m_project);
        QVERIFY(open && !open->isReadOnly());
        COMPARE_CODE(runCliWithoutEngine({"scan", m_project, "--quick"}), 0);
    }

    void splitsOfAProjectAreConditions()
    {
        const auto outcome = runCliWithoutEngine({"scan", m_project, "--quick", "--json", "--where", "split=test"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().front()[u"clips"_s].toInt(), 1);
    }

    void aFolderWithOneProjectIsThatProject()
    {
        const auto outcome = runCliWithoutEngine({"scan", m_scratch.at("studies"), "--quick", "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.lines().size(), std::size_t{2});
        {
            auto project = valueOf(Project::open(m_project));
            QVERIFY(project.exportTo(m_scratch.at("package"), RunControl()));
        }
        const auto package = runCliWithoutEngine({"scan", m_scratch.at("package"), "--quick", "--json"});
        COMPARE_CODE(package, 0);
        QCOMPARE(package.lines().size(), std::size_t{2});
        QCOMPARE(package.lines()[0][u"labels"_s], outcome.lines()[0][u"labels"_s]);
        QCOMPARE(package.lines()[0][u"excluded"_s].toInt(), 1);
    }

    void aDatasetWithAProjectInItIsADataset()
    {
        const std::string folder = manifestOf("both", "a.png,S1,anger\nb.png,S2,fear\nc.png,S3,fear\n");
        study("both/study.mien", {folder});
        const auto outcome = runCliWithoutEngine({"scan", folder, "--quick", "--json"});
        COMPARE_CODE(outcome, 0);
        QCOMPARE(outcome.line()[u"clips"_s].toInt(), 3);
        QVERIFY(!outcome.line().contains(u"excluded"_s));
    }

    void aMissingDatasetIsSaid()
    {
        const std::string folder = manifestOf("gone", "a.png,S1,anger\nb.png,S2,fear\nc.png,S3,fear\n");
        const std::string project = study("gone.mien", {folder});
        fs::remove_all(folder);
        for (const auto& words : {std::vector<std::string>{"scan", project, "--quick"},
                                  std::vector<std::string>{"train", "--data", project, "-o", m_scratch.at("run")}}) {
            const auto outcome = runCliWithoutEngine(words);
            VERIFY_REFUSAL(outcome, 3, "the dataset 'gone' of the project gone.mien is not there");
            VERIFY_SAYS(outcome, "File > Relink");
        }
    }

    void whatCannotGoTogetherIsSaid()
    {
        VERIFY_REFUSAL(runCliWithoutEngine({"scan", m_project, "--reader", "manifest"}), 2, "--reader does not go");
        const auto written = runCliWithoutEngine({"scan", m_project, "--quick", "--write-manifest", m_scratch.at("m")});
        COMPARE_CODE(written, 2);
        VERIFY_SAYS(written, "takes one dataset");
        const auto crossed = runCliWithoutEngine(
            {"train", "--data", m_scratch.at("one"), "--protocol", "cross:" + m_project, "-o", m_scratch.at("run")});
        COMPARE_CODE(crossed, 2);
        VERIFY_SAYS(crossed, "has 2 datasets, and one is tested on");
        VERIFY_REFUSAL(runCliWithoutEngine({"scan", m_scratch.file("broken.mien", "no project")}), 3, "broken.mien");
    }

    void trainSaysWhatBecomesOfLabelsBeforeItTrains()
    {
        const auto outcome = runCli({"train", "--data", m_scratch.at("one"), "--label", "fear=contempt", "--protocol",
                                     "loso", "-o", m_scratch.at("never trained")});
        QVERIFY(outcome.code != 0); // these are no pictures
        VERIFY_SAYS(outcome, "the label fear of 2 clips becomes contempt");
        VERIFY_SAYS(outcome, "contempt (2 clips, 2 of them fear before) is no class of tcn: left out");
        const auto dropped = runCli({"train", "--data", m_scratch.at("one"), "--label", "fear=", "--protocol", "loso",
                                     "-o", m_scratch.at("never trained")});
        VERIFY_SAYS(dropped, "the class list leaves 1 of 3 labelled clips");
    }

    /// The real engine: what the project says is in run.json, and excluded clips take no part.
    void trainTakesAProject()
    {
        const std::string faces = m_scratch.at("faces");
        COMPARE_CODE(runCli({"synth", faces, "--subjects", "4", "--seed", "2"}), 0);
        const std::string file = m_scratch.at("faces.mien");
        std::string excluded, renamed;
        {
            const auto index = valueOf(readDataset(faces, {}, RunControl()));
            auto project = valueOf(Project::create(file, {&index}));
            excluded = index.clips.at(0).id;
            renamed = index.clips.at(1).id;
            valueOf(project.apply({{idOf(project, excluded), index.clips.at(0).label, true, ""},
                                   {idOf(project, renamed), "happiness", false, ""}}));
        }
        const std::string run = m_scratch.at("run of a project");
        const auto outcome =
            runCli({"train", "--data", file, "--protocol", "subject-kfold:2", "-o", run, "--epochs", "1"});
        COMPARE_CODE(outcome, 0);
        VERIFY_SAYS(outcome, "1 clip excluded");
        const std::string config = readText(fs::path(run) / "run.json");
        QVERIFY2(config.find("\"excluded\"") != std::string::npos && config.find(renamed) != std::string::npos,
                 config.c_str());
        const std::string splits = readText(fs::path(run) / "splits.csv");
        QVERIFY(splits.find(renamed) != std::string::npos && splits.find(excluded) == std::string::npos);
        // A project may be tested on and be looked at, too.
        VERIFY_REFUSAL(runCli({"evaluate", run, "--data", file}), 2, "were trained on this dataset");
        COMPARE_CODE(runCli({"explain", run, "--data", file, "--clip", renamed, "-o", m_scratch.at("maps")}), 0);
        const auto tested =
            runCli({"train", "--data", faces, "--protocol", "cross:" + file, "-o", m_scratch.at("never")});
        COMPARE_CODE(tested, 2);
        VERIFY_SAYS(tested, "one of those to train on");
    }
};

QTEST_GUILESS_MAIN(TestCliProjects)
#include "test_cli_projects.moc"
