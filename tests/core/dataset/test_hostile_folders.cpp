// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every layout in folders that make trouble: awkward names, links that lead nowhere or in circles, folders of another
// user, and datasets that vanish before or while they are read. The trees are the seeds of the fuzzers.
#include "core/base/files.h"
#include "core/dataset/dataset_doctor.h"
#include "core/dataset/manifest.h"
#include "core/media/frame_source.h"
#include "tests/core/dataset/reader_tree.h"
#include "tests/fuzz/fuzz_support.h"

#include <QTest>

#include <cstring>
#include <sys/mount.h>
#include <vector>

using namespace mien;
namespace fs = std::filesystem;

namespace {

/// A tree and the reader it is for.
struct Layout
{
    std::string reader; ///< empty = its own layout recognises it
    std::vector<fuzz::Part> parts;
};

Layout layoutOf(const QString& seed)
{
    const auto text = files::read(fs::path(MIEN_SOURCE_DIR) / "tests/fuzz/corpus/readers" / seed.toStdString());
    if (!text) throw std::runtime_error(text.error().message());
    Layout layout{{}, fuzz::partsOf(*text)};
    if (layout.parts.front().name.starts_with("reader ")) {
        layout.reader = layout.parts.front().name.substr(std::strlen("reader "));
        layout.parts.erase(layout.parts.begin());
    }
    return layout;
}

void plant(const fs::path& root, const Layout& layout)
{
    for (const fuzz::Part& part : layout.parts)
        if (!part.content.starts_with("-> ")) tree::write(root / part.name, part.content);
}

std::set<std::string> idsOf(const DatasetIndex& index)
{
    std::set<std::string> ids;
    for (const ClipEntry& clip : index.clips) ids.insert(clip.id);
    return ids;
}

std::string listed(const std::set<std::string>& ids)
{
    std::string text;
    for (const std::string& id : ids) text += id + " ";
    return text;
}

std::vector<fs::path> foldersBelow(const fs::path& root)
{
    std::vector<fs::path> folders;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.is_directory()) folders.push_back(entry.path());
    return folders;
}

/// Whatever is done with a dataset that is no more ends in words.
void useWithoutFiles(const DatasetIndex& index)
{
    const RunControl control;
    for (const ClipEntry& clip : index.clips) {
        const auto source = openSource(index.absoluteFiles(clip).front());
        QVERIFY(!source.ok());
        QCOMPARE(source.error().kind, ErrorKind::Input);
        for (const Reader* reader : readers()) {
            if (reader->id != index.reader) continue;
            if (reader->frameLabels && clip.hasFrameLabels) {
                const auto labels = reader->frameLabels(index, clip);
                QVERIFY(!labels.ok());
                QCOMPARE(labels.error().kind, ErrorKind::Input);
            }
            if (reader->landmarks)
                if (const auto points = reader->landmarks(index, clip); points)
                    for (const auto& frame : *points) QVERIFY(!frame);
        }
    }
    const auto exam = examineDataset(index, control);
    QVERIFY(exam.ok());
    std::size_t faults = 0;
    for (const Diagnostic& d : exam->findings) faults += d.severity == Diagnostic::Severity::Warning;
    QVERIFY(faults >= index.clips.size());
    const auto again = readDataset(index.root, index.reader, control);
    QVERIFY(!again.ok());
    QCOMPARE(again.error().kind, ErrorKind::Input);
}

} // namespace

class TestHostileFolders : public QObject
{
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;

    /// A folder of its own around the tree, so that links upwards meet nothing else.
    fs::path next(const std::string& name = "日本 é")
    {
        return fs::path(m_temporary.path().toStdString()) / std::to_string(++m_count) / name;
    }

    static void addLayouts()
    {
        QTest::addColumn<QString>("seed");
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(fs::path(MIEN_SOURCE_DIR) / "tests/fuzz/corpus/readers"))
            if (entry.path().filename().string().starts_with("seed-")) names.insert(entry.path().filename().string());
        for (const std::string& name : names) QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

private slots:
    void initTestCase()
    {
        fs::permissions(m_temporary.path().toStdString(), fs::perms::all); // another user has to come as far
    }

    void cleanupTestCase()
    {
        // Qt does not remove what has no name in UTF-8.
        for (const auto& entry : fs::directory_iterator(m_temporary.path().toStdString())) fs::remove_all(entry.path());
    }

    void everyReaderHasATree()
    {
        std::set<std::string> missing, found;
        for (const Reader* reader : readers()) missing.insert(reader->id);
        for (const auto& entry : fs::directory_iterator(fs::path(MIEN_SOURCE_DIR) / "tests/fuzz/corpus/readers")) {
            const Layout layout = layoutOf(QString::fromStdString(entry.path().filename().string()));
            const fs::path root = next();
            plant(root, layout);
            const RunControl control;
            if (const auto index = readDataset(root, layout.reader, control)) missing.erase(index->reader);
        }
        QVERIFY2(missing.empty(), listed(missing).c_str());
    }

    void namesMayBeAnything_data() { addLayouts(); }
    void namesMayBeAnything()
    {
        QFETCH(QString, seed);
        const Layout layout = layoutOf(seed);
        const fs::path plain = next("plain");
        plant(plain, layout);
        const DatasetIndex expected = tree::read(plain, {}, layout.reader);
        QVERIFY(!expected.clips.empty());
        for (const std::string& name : {std::string("two words "), std::string("it's a \"dataset\""),
                                        std::string("日本 é"), std::string(200, 'x'), std::string("new\nline"),
                                        std::string("-o"), std::string("100%s %n"), std::string("\xff\xfe")}) {
            const fs::path root = next(name);
            plant(root, layout);
            const DatasetIndex index = tree::read(root, {}, layout.reader);
            QCOMPARE(listed(idsOf(index)), listed(idsOf(expected)));
            QCOMPARE(index.diagnostics.size(), expected.diagnostics.size());
        }
    }

    void linksInCirclesAndToNowhere_data() { addLayouts(); }
    void linksInCirclesAndToNowhere()
    {
        QFETCH(QString, seed);
        const Layout layout = layoutOf(seed);
        const fs::path root = next();
        plant(root, layout);
        const DatasetIndex expected = tree::read(root, {}, layout.reader);
        const std::vector<fs::path> folders = foldersBelow(root);
        fs::create_directory_symlink(".", root / "zz_here");
        fs::create_symlink("zz_self", root / "zz_self");
        fs::create_symlink("zz_nowhere", root / "zz_gone.mp4");
        for (const fs::path& folder : folders) {
            fs::create_directory_symlink(".", folder / "zz_here");
            fs::create_directory_symlink("..", folder / "zz_up");
            fs::create_symlink("zz_self.txt", folder / "zz_self.txt");
            fs::create_symlink("zz_nowhere", folder / "zz_gone_9.png");
        }
        const DatasetIndex index = tree::read(root, {}, layout.reader);
        QVERIFY2(idsOf(index) == idsOf(expected), (listed(idsOf(index)) + "\n" + tree::listed(index)).c_str());
    }

    void aDatasetVanishesAfterItWasRead_data() { addLayouts(); }
    void aDatasetVanishesAfterItWasRead()
    {
        QFETCH(QString, seed);
        const Layout layout = layoutOf(seed);
        const fs::path root = next();
        plant(root, layout);
        const DatasetIndex index = tree::read(root, {}, layout.reader);
        fs::remove_all(root);
        useWithoutFiles(index);
    }

    void aDatasetVanishesWhileItIsRead_data() { addLayouts(); }
    void aDatasetVanishesWhileItIsRead()
    {
        QFETCH(QString, seed);
        const Layout layout = layoutOf(seed);
        for (int place = 1; place <= 6; ++place) {
            const fs::path root = next();
            plant(root, layout);
            int reports = 0;
            const RunControl control(
                [&](const Progress&) {
                    if (++reports == place) fs::remove_all(root);
                },
                {});
            const auto index = readDataset(root, layout.reader, control);
            if (index) {
                fuzz::expectWords(index->diagnostics);
                for (const ClipEntry& clip : index->clips) QVERIFY(!clip.files.empty());
            } else {
                QCOMPARE(index.error().kind, ErrorKind::Input);
                fuzz::expectWords(index.error().message());
            }
        }
    }

    void aMountIsGone_data() { addLayouts(); }
    void aMountIsGone()
    {
        QFETCH(QString, seed);
        const Layout layout = layoutOf(seed);
        const fs::path root = next();
        fs::create_directories(root);
        if (::mount("tmpfs", root.c_str(), "tmpfs", 0, "size=1m") != 0)
            QSKIP("nothing can be mounted here (that takes root's rights)");
        plant(root, layout);
        auto index = readDataset(root, layout.reader, RunControl());
        const bool unmounted = ::umount2(root.c_str(), MNT_DETACH) == 0;
        QVERIFY(unmounted);
        QVERIFY2(index.ok(), index ? "" : index.error().message().c_str());
        useWithoutFiles(*index);
    }

    void foldersAndFilesOfAnotherUser_data() { addLayouts(); }
    void foldersAndFilesOfAnotherUser()
    {
        QFETCH(QString, seed);
        const Layout layout = layoutOf(seed);
        const fs::path root = next();
        plant(root, layout);
        const tree::CommonUser user;
        if (!user.dropped()) QSKIP("the rights of root cannot be given up here");
        std::vector<fs::path> places = foldersBelow(root);
        for (const auto& entry : fs::recursive_directory_iterator(root))
            if (entry.is_regular_file()) places.push_back(entry.path());
        places.push_back(root);
        for (const fs::path& place : places) {
            setRights(place, fs::perms::none);
            const RunControl control;
            const auto index = readDataset(root, layout.reader, control);
            if (index) {
                fuzz::expectWords(index->diagnostics);
            } else {
                QCOMPARE(index.error().kind, ErrorKind::Input);
                fuzz::expectWords(index.error().message());
            }
            if (place == root) QVERIFY(!index && index.error().message().find("Permission denied") < 1000);
            setRights(place, fs::perms::owner_all | fs::perms::group_all | fs::perms::others_all);
        }
    }

    void aManifestThatCannotBeReadIsNamed()
    {
        const fs::path root = next();
        fs::create_directories(root);
        // The memory of a process is a file whose first byte nobody can read: an error of the device.
        fs::create_symlink("/proc/self/mem", root / "manifest.csv");
        const RunControl control;
        const auto index = readDataset(root, {}, control);
        QVERIFY(!index.ok());
        QCOMPARE(index.error().kind, ErrorKind::Input);
        QVERIFY2(index.error().message().find("manifest.csv: ") != std::string::npos, index.error().message().c_str());
    }

private:
    /// As the owner, whoever the test has become meanwhile.
    static void setRights(const fs::path& place, fs::perms rights)
    {
        const uid_t user = ::geteuid();
        const bool isRoot = ::getuid() == 0;
        if (isRoot && ::seteuid(0) != 0) throw std::runtime_error("root's rights do not come back");
        fs::permissions(place, rights);
        if (isRoot && ::seteuid(user) != 0) throw std::runtime_error("root's rights do not go");
    }
};

QTEST_GUILESS_MAIN(TestHostileFolders)
#include "test_hostile_folders.moc"
