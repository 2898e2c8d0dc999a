// SPDX-License-Identifier: GPL-3.0-or-later
//
// The option parser, help, progress line and names of results: everything of the command line that needs no data.
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_settings.h"
#include "tests/app/cli/cli_fixture.h"

#include <QTest>

#include <sstream>
#include <stdexcept>

using namespace mien;
using namespace mien::cli;
using namespace mien::test;
using namespace std::chrono_literals;

namespace {

Syntax sampleSyntax()
{
    using Type = OptionSpec::Type;
    return {.positionals = {{"IN", "first"}, {"REST", "others", true}},
            .options = {{.name = "flag"},
                        {.name = "output", .shortName = 'o', .type = Type::Text, .value = "DIR", .required = true},
                        {.name = "data", .type = Type::Text, .value = "DIR", .repeatable = true},
                        {.name = "set", .type = Type::Setting, .value = "NAME=VALUE", .repeatable = true},
                        {.name = "count", .type = Type::Integer, .value = "N", .minimum = -2, .maximum = 5}}};
}

} // namespace

class TestCliOptions : public QObject
{
    Q_OBJECT

private slots:
    void everyFormOfAnOptionIsRead()
    {
        const auto parsed =
            parse(sampleSyntax(), {"in", "-o", "dir", "--flag", "--data=a b", "rest", "--data", "日本 é", "--set",
                                   "k=v=w", "--count", "-2", "--", "--not-an-option"});
        QVERIFY2(parsed.ok(), parsed ? "" : parsed.error().message().c_str());
        QVERIFY(parsed->has("flag"));
        QCOMPARE(parsed->text("output"), std::string("dir"));
        QCOMPARE(parsed->list("data"), (std::vector<std::string>{"a b", "日本 é"}));
        QCOMPARE(parsed->settings("set").front().first, std::string("k"));
        QCOMPARE(parsed->settings("set").front().second, std::string("v=w"));
        QCOMPARE(parsed->integer("count").value_or(0), std::int64_t{-2});
        QCOMPARE(parsed->positionals(), (std::vector<std::string>{"in", "rest", "--not-an-option"}));
        QCOMPARE(parse(sampleSyntax(), {"in", "rest", "-odir"})->text("output"), std::string("dir"));
        QVERIFY_EXCEPTION_THROWN(parsed->has("no-such-option"), std::logic_error);
    }

    void wrongUsageIsOneClearSentence_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QString& words, const char* message) {
            QTest::newRow(name) << words.split(QLatin1Char(' ')) << QString::fromUtf8(message);
        };
        row("unknown, near", QStringLiteral("in rest -o d --dat x"), "unknown option '--dat'; did you mean --data?");
        row("unknown, far", QStringLiteral("in rest -o d --zzzzzzzz"),
            "unknown option '--zzzzzzzz'; --help lists the options");
        row("unknown, short", QStringLiteral("in rest -o d -x"), "unknown option '-x'; --help lists the options");
        row("missing value", QStringLiteral("in rest -o"), "--output needs a value: --output DIR");
        row("option as value", QStringLiteral("in rest -o --flag"), "--output needs a value: --output DIR");
        row("value of a flag", QStringLiteral("in rest -o d --flag=x"), "--flag takes no value");
        row("twice", QStringLiteral("in rest -o d -o e"), "--output is given twice");
        row("empty", QStringLiteral("in rest --output="), "--output needs DIR, not an empty text");
        row("no number", QStringLiteral("in rest -o d --count 3x"), "--count needs a whole number, not '3x'");
        row("out of range", QStringLiteral("in rest -o d --count 6"), "--count must be -2 to 5, not 6");
        row("no setting", QStringLiteral("in rest -o d --set =v"), "--set needs NAME=VALUE, not '=v'");
        row("required", QStringLiteral("in rest"), "-o DIR is missing");
        row("positional", QStringLiteral("in -o d"), "REST is missing");
    }

    void wrongUsageIsOneClearSentence()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, message);
        std::vector<std::string> list;
        for (const QString& word : words) list.push_back(word.toStdString());
        const auto parsed = parse(sampleSyntax(), list);
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().kind, ErrorKind::Usage);
        QCOMPARE(QString::fromStdString(parsed.error().message()), message);
    }

    void surplusArgumentsAreRefused()
    {
        const auto parsed = parse(Syntax{.positionals = {{"IN", ""}}, .options = {}}, {"a", "b"});
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().what, std::string("'b' is one argument too many"));
    }

    void nearestNamesWhatWasMeant()
    {
        const std::vector<std::string> names = {"train", "synth", "scan", "explain"};
        QCOMPARE(nearest("trian", names).value_or(""), std::string("train"));
        QCOMPARE(nearest("explan", names).value_or(""), std::string("explain"));
        QVERIFY(!nearest("bicycle", names));
    }

    void programAnswersWithoutACommand()
    {
        QCOMPARE(runCli({}).code, 2);
        const auto version = runCli({"--version"});
        COMPARE_CODE(version, 0);
        QCOMPARE(version.out, std::string("mien-cli " MIEN_VERSION "\n"));
        const auto help = runCli({"--help"});
        COMPARE_CODE(help, 0);
        for (const Command* command : commands()) QVERIFY(help.out.find(command->name) != std::string::npos);
        const auto unknown = runCli({"trian"});
        COMPARE_CODE(unknown, 2);
        VERIFY_SAYS(unknown, "did you mean train?");
        COMPARE_CODE(runCli({"help", "nothing"}), 2);
    }

    void theContractsCommandsAreThere()
    {
        for (const char* name :
             {"doctor", "synth", "scan", "extract", "models", "train", "evaluate", "predict", "explain", "report"})
            QVERIFY2(findCommand(name), name);
    }

    void everyCommandExplainsEveryOption()
    {
        for (const Command* command : commands()) {
            const auto help = runCliWithoutEngine({command->name, "--help"});
            COMPARE_CODE(help, 0);
            QCOMPARE(runCliWithoutEngine({"help", command->name}).out, help.out);
            QVERIFY(!command->summary.empty());
            for (const OptionSpec& option : command->syntax.options) {
                QVERIFY2(help.out.find("--" + option.name) != std::string::npos, option.name.c_str());
                QVERIFY2(option.help.size() > 10, (command->name + " --" + option.name).c_str());
                QCOMPARE(option.value.empty(), option.type == OptionSpec::Type::Flag);
            }
            for (const PositionalSpec& positional : command->syntax.positionals)
                QVERIFY2(positional.help.size() > 5, positional.name.c_str());
            std::istringstream lines(help.out);
            for (std::string line; std::getline(lines, line);)
                QVERIFY2(QString::fromStdString(line).size() <= 110, line.c_str());
            const auto unknown = runCliWithoutEngine({command->name, "--jsn"});
            COMPARE_CODE(unknown, 2);
            VERIFY_SAYS(unknown, "did you mean --json?");
        }
    }

    void equalStemsGetASuffix()
    {
        const auto named = nameInputs({"a/clip.mp4", "b/clip.avi", "clip_2.mp4", "c/clip.mp4"}, ".csv");
        std::vector<std::string> stems;
        for (const NamedInput& input : named) stems.push_back(input.stem);
        QCOMPARE(stems, (std::vector<std::string>{"clip", "clip_2", "clip_2_2", "clip_3"}));
        const Scratch scratch;
        QCOMPARE(nameInputs({scratch.folder("take.1")}, ".csv").front().stem, std::string("take.1"));
    }

    void settingsReachTheRun()
    {
        RunConfig config;
        for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"preset", "paper"},
                                                                                          {"select_on", "test"},
                                                                                          {"landmarks", "truth"},
                                                                                          {"control", "first_frame"},
                                                                                          {"device", "cuda:1"},
                                                                                          {"precision", "bfloat16"},
                                                                                          {"threads", "3"},
                                                                                          {"batch_size", "8"}})
            QVERIFY2(applySetting(config, name, value).ok(), name.c_str());
        QCOMPARE(config.preset, std::string("paper"));
        QCOMPARE(config.selectOn, std::string("test"));
        QCOMPARE(config.landmarks, std::string("truth"));
        QCOMPARE(config.control, std::string("first_frame"));
        QCOMPARE(config.device, std::string("cuda:1"));
        QCOMPARE(config.precision, std::string("bfloat16"));
        QCOMPARE(config.threadsPerFold, 3);
        QCOMPARE(config.options, (std::map<std::string, std::string>{{"batch_size", "8"}}));
        for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"preset", "papers"},
                                                                                          {"select_on", "train"},
                                                                                          {"control", "x"},
                                                                                          {"threads", "-1"},
                                                                                          {"threads", "two"}}) {
            const auto refused = applySetting(config, name, value);
            QVERIFY(!refused.ok());
            QCOMPARE(refused.error().kind, ErrorKind::Usage);
        }
    }

    void progressOnATerminalIsOneLineWithTheTimeLeft()
    {
        std::ostringstream err;
        const auto start = ProgressLine::Clock::time_point() + 1h;
        {
            ProgressLine line(err, true);
            line.update({"tracking", 0, 100}, start);
            line.update({"tracking", 1, 100}, start + 1ms); // too soon to be worth a line
            line.update({"tracking", 25, 100}, start + 10s);
            line.message("a word");
        }
        QCOMPARE(err.str(), std::string("\r\x1b[Ktracking 0/100\r\x1b[Ktracking 25/100, 2.5/s, about 30 s left"
                                        "\r\x1b[Ka word\n"));
    }

    void progressInALogIsSparse()
    {
        std::ostringstream err;
        const auto start = ProgressLine::Clock::time_point() + 1h;
        ProgressLine line(err, false);
        for (int i = 0; i <= 60; ++i) line.update({"tracking", i, 60}, start + i * 1s);
        line.update({"training", 0, 0}, start + 61s);
        QCOMPARE(
            err.str(),
            std::string("tracking 0/60\ntracking 30/60, 1.0/s, about 30 s left\ntracking 60/60, 1.0/s\ntraining\n"));
    }

    void stagesThatTakeTurnsDoNotFillALog()
    {
        std::ostringstream err;
        const auto start = ProgressLine::Clock::time_point() + 1h;
        ProgressLine line(err, false);
        for (int i = 0; i < 4; ++i) {
            line.update({"maps", i, 4}, start + i * 1s);
            line.update({"reading", 0, 2}, start + i * 1s);
            line.update({"reading", 2, 2}, start + i * 1s);
        }
        QCOMPARE(err.str(), std::string("maps 0/4\nreading 0/2\n"));
    }

    void durationsAreForPeople()
    {
        QCOMPARE(duration(45.2), std::string("45 s"));
        QCOMPARE(duration(200), std::string("3 min 20 s"));
        QCOMPARE(duration(7500), std::string("2 h 5 min"));
    }
};

QTEST_GUILESS_MAIN(TestCliOptions)
#include "test_cli_options.moc"
