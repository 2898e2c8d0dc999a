// SPDX-License-Identifier: GPL-3.0-or-later
//
// The contract of every registered reader, on a generated dataset of its layout.
#include "core/base/text.h"
#include "core/dataset/dataset_doctor.h"
#include "core/dataset/reader.h"
#include "core/synth/synth.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>

using namespace mien;

namespace {

namespace fs = std::filesystem;

bool sameUnits(const std::vector<AuCode>& a, const std::vector<AuCode>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const AuCode& x, const AuCode& y) {
        return x.number == y.number && x.intensity == y.intensity && x.side == y.side;
    });
}

/// What differs between two readings of a clip; empty if nothing does.
std::string difference(const ClipEntry& a, const ClipEntry& b)
{
    if (a.id != b.id) return a.id + " is not " + b.id;
    if (a.subject != b.subject) return a.id + ": subject";
    if (a.kind != b.kind) return a.id + ": kind";
    if (a.files != b.files) return a.id + ": files";
    // What no file of the layout tells, the video does: see lengthsAreThoseWritten.
    const bool isLeftToVideo = a.kind == ClipEntry::Kind::Video && !a.frameCount;
    if (!isLeftToVideo && a.frameCount != b.frameCount) return a.id + ": frame count";
    if (a.onset != b.onset || a.apex != b.apex || a.offset != b.offset) return a.id + ": onset, apex or offset";
    if (a.firstFrame != b.firstFrame) return a.id + ": first frame";
    if (a.label != b.label) return a.id + ": label";
    if (a.valence != b.valence || a.arousal != b.arousal) return a.id + ": valence or arousal";
    if (a.hasFrameLabels != b.hasFrameLabels) return a.id + ": labels of frames";
    if (!sameUnits(a.actionUnits, b.actionUnits)) return a.id + ": action units";
    if (a.attributes != b.attributes) return a.id + ": attributes";
    return {};
}

std::string difference(const DatasetIndex& a, const DatasetIndex& b)
{
    if (a.clips.size() != b.clips.size())
        return std::to_string(a.clips.size()) + " clips, not " + std::to_string(b.clips.size());
    for (std::size_t i = 0; i < a.clips.size(); ++i)
        if (std::string text = difference(a.clips[i], b.clips[i]); !text.empty()) return text;
    return {};
}

DatasetIndex read(const fs::path& folder, const std::string& reader = {})
{
    const RunControl control;
    auto index = readDataset(folder, reader, control);
    if (!index) throw std::runtime_error(index.error().message());
    return std::move(index).value();
}

/// truth/<clip>.csv: values by column, of each frame.
std::vector<std::map<std::string, std::string>> truthOf(const fs::path& folder, const std::string& clip)
{
    std::ifstream stream(folder / "truth" / (clip + ".csv"));
    std::vector<std::map<std::string, std::string>> rows;
    std::vector<std::string> names;
    for (std::string line; std::getline(stream, line);) {
        const auto cells = text::split(line, ',');
        if (names.empty()) {
            names = cells;
            continue;
        }
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = cells.at(i);
    }
    return rows;
}

/// The stronger side's intensity, 0 … 1.
double intensityOf(const std::map<std::string, std::string>& row, int unit)
{
    const std::string column = (unit < 10 ? "AU0" : "AU") + std::to_string(unit);
    return std::max(std::stod(row.at(column + "_l")), std::stod(row.at(column + "_r")));
}

} // namespace

class TestReaders : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    std::map<std::string, DatasetIndex> m_written; ///< by layout

    fs::path folderOf(const std::string& layout) const
    {
        return fs::path(m_temporary.path().toStdString()) / ("日本 é " + layout);
    }

    /// False for a reader whose layout cannot be generated yet: its tests on a tree typed by hand stand for it.
    bool hasTwin(const QByteArray& id) const { return m_written.count(id.toStdString()) > 0; }

    void addReaders()
    {
        QTest::addColumn<QByteArray>("id");
        for (const Reader* reader : readers())
            if (m_written.count(reader->id)) QTest::newRow(reader->id.c_str()) << QByteArray::fromStdString(reader->id);
    }

private slots:
    void initTestCase()
    {
        const RunControl control;
        for (const std::string& layout : synthLayouts()) {
            SynthOptions options;
            options.layout = layout;
            options.subjects = 4; // the fourth has a clip without a label
            options.width = 160;
            options.height = 120;
            auto written = synthesise(folderOf(layout), options, control);
            QVERIFY2(written.ok(), written ? "" : written.error().message().c_str());
            m_written.emplace(layout, std::move(written).value());
        }
    }

    void namesAreUniqueAndEveryGeneratedLayoutHasAReader()
    {
        std::set<std::string> ids;
        for (const Reader* reader : readers()) {
            QVERIFY(ids.insert(reader->id).second);
            QVERIFY(!reader->title.empty());
        }
        for (const auto& [layout, written] : m_written) QVERIFY2(ids.count(layout), layout.c_str());
    }

    void whatWasGeneratedIsFound_data() { addReaders(); }
    void whatWasGeneratedIsFound()
    {
        QFETCH(QByteArray, id);
        if (!hasTwin(id)) QSKIP("synth does not write this layout yet");
        const DatasetIndex& written = m_written.at(id.toStdString());
        const DatasetIndex index = read(folderOf(id.toStdString()));
        QCOMPARE(index.reader, id.toStdString());
        QVERIFY(index.generated);
        const std::string wrong = difference(index, written);
        QVERIFY2(wrong.empty(), wrong.c_str());
        QVERIFY(!index.clips.empty());
        for (const Diagnostic& d : index.diagnostics)
            QVERIFY2(d.severity == Diagnostic::Severity::Note, d.message.c_str());
    }

    void lengthsAreThoseWritten_data() { addReaders(); }
    void lengthsAreThoseWritten()
    {
        QFETCH(QByteArray, id);
        const RunControl control;
        const DatasetIndex index = read(folderOf(id.toStdString()));
        const DatasetIndex& written = m_written.at(id.toStdString());
        const auto exam = examineDataset(index, control); // opens every file
        QVERIFY(exam.ok());
        for (const Diagnostic& d : exam->findings)
            QVERIFY2(d.severity == Diagnostic::Severity::Note, d.message.c_str());
        QCOMPARE(exam->lengths.size(), written.clips.size());
        for (std::size_t i = 0; i < written.clips.size(); ++i) QCOMPARE(exam->lengths[i], written.clips[i].frameCount);
    }

    void entriesAreSoundAndInNaturalOrder_data() { addReaders(); }
    void entriesAreSoundAndInNaturalOrder()
    {
        QFETCH(QByteArray, id);
        if (!hasTwin(id)) QSKIP("synth does not write this layout yet");
        const DatasetIndex index = read(folderOf(id.toStdString()), id.toStdString());
        std::set<std::string> ids;
        for (const ClipEntry& clip : index.clips) {
            QVERIFY(ids.insert(clip.id).second);
            QVERIFY(!clip.subject.empty());
            QVERIFY(!clip.files.empty());
            for (const fs::path& file : clip.files) QVERIFY(file.is_relative());
            for (const fs::path& file : index.absoluteFiles(clip)) QVERIFY(fs::exists(file));
            if (clip.kind == ClipEntry::Kind::ImageSequence)
                QCOMPARE(clip.frameCount, std::optional<int>(static_cast<int>(clip.files.size())));
        }
    }

    void onlyOneReaderRecognisesALayout_data() { addReaders(); }
    void onlyOneReaderRecognisesALayout()
    {
        QFETCH(QByteArray, id);
        if (!hasTwin(id)) QSKIP("synth does not write this layout yet");
        for (const Reader* reader : readers())
            QCOMPARE(reader->probe(folderOf(id.toStdString())), reader->id == id.toStdString());
    }

    void frameLabelsAreTheTruth_data() { addReaders(); }
    void frameLabelsAreTheTruth()
    {
        QFETCH(QByteArray, id);
        const auto& all = readers();
        const auto reader =
            std::find_if(all.begin(), all.end(), [&](const Reader* each) { return each->id == id.toStdString(); });
        if (!hasTwin(id) || !(*reader)->frameLabels) QSKIP("no twin with labels of single frames");
        const DatasetIndex index = read(folderOf(id.toStdString()));
        const bool isGraded = id == "disfa" || id == "manifest";
        int compared = 0, unannotated = 0;
        std::map<int, int> shownFrames; // no column is empty
        for (const ClipEntry& clip : index.clips) {
            if (clip.kind == ClipEntry::Kind::Image) continue; // its own labels are those of its frame
            const auto labels = (*reader)->frameLabels(index, clip);
            QVERIFY(labels.ok() && !labels->empty() && clip.hasFrameLabels);
            const auto truth = truthOf(index.root, clip.id);
            QCOMPARE(truth.size(), static_cast<std::size_t>(*clip.frameCount));
            for (const auto& [unit, values] : labels->actionUnits) {
                QCOMPARE(values.size(), truth.size());
                shownFrames[unit] += static_cast<int>(
                    std::count_if(values.begin(), values.end(), [](float value) { return value > 0; }));
                for (std::size_t f = 0; f < truth.size(); ++f) {
                    if (std::isnan(values[f]) && ++unannotated) continue;
                    const double shown = intensityOf(truth[f], unit);
                    if (std::abs(shown - 0.15) < 1e-4) continue; // the table is rounded
                    // 0 to 5 by fifths of the range, else 0 or 1; nothing is coded below 0.15.
                    if (!isGraded || shown < 0.15)
                        QCOMPARE(values[f], shown < 0.15 ? 0.0F : 1.0F);
                    else
                        QVERIFY(5 * shown > values[f] - 1.001 && 5 * shown < static_cast<double>(values[f]) + 0.001);
                    ++compared;
                }
            }
            for (std::size_t f = 0; f < labels->valence.size(); ++f) {
                if (std::isnan(labels->valence[f])) continue;
                QVERIFY(std::abs(labels->valence[f] - std::stod(truth[f].at("valence"))) < 6e-4);
                QVERIFY(std::abs(labels->arousal[f] - std::stod(truth[f].at("arousal"))) < 6e-4);
            }
            for (std::size_t f = 0; f < labels->expression.size(); ++f) {
                if (labels->expression[f].empty()) continue;
                const std::string& shown = truth[f].at("emotion");
                const bool isOther = id == "affwild2" && shown == "contempt";
                QCOMPARE(labels->expression[f], isOther ? std::string("other") : shown);
            }
        }
        for (const auto& [unit, count] : shownFrames)
            QVERIFY2(count > 0, qPrintable(QStringLiteral("no frame with AU %1").arg(unit)));
        QVERIFY(compared > 0);
        QCOMPARE(unannotated > 0, id != "disfa");
    }

    /// Runs last: it takes the truth and the landmarks away.
    void truthAndOwnLandmarksPlayNoPart_data() { addReaders(); }
    void truthAndOwnLandmarksPlayNoPart()
    {
        QFETCH(QByteArray, id);
        if (!hasTwin(id)) QSKIP("synth does not write this layout yet");
        const fs::path folder = folderOf(id.toStdString());
        const DatasetIndex before = read(folder);
        QVERIFY(fs::remove_all(folder / "truth") > 0);
        fs::remove_all(folder / "Landmarks");
        const std::string wrong = difference(read(folder), before);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "test_readers.moc"
