// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/io/tensorboard_events.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace mien;

class TestTensorboardEvents : public QObject
{
    Q_OBJECT

private slots:
    /// RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    void checksumsAreTheStandards()
    {
        QCOMPARE(crc32c("123456789"), 0xe3069283u);
        QCOMPARE(crc32c(std::string(32, '\0')), 0x8a9136aau);
        QCOMPARE(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
        QCOMPARE(crc32c(""), 0u);
    }

    /// The first record of every file that TensorFlow writes: version "brain.Event:2", wall time 0 here. Frame and
    /// checksums were worked out apart from this code (data/make_tfevents.py).
    void fileIsByteForByteThatOfTheReference()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("e.tfevents")).toStdString();
        auto events = EventFile::create(file, 0);
        QVERIFY(events);
        QVERIFY(events->scalar("loss/train", 300, 0.5, 1.5));
        QVERIFY(events->scalar("loss/validation", 1, std::numeric_limits<double>::quiet_NaN(), 2));
        const auto reference = files::read(MIEN_SOURCE_DIR "/tests/core/io/data/reference.tfevents");
        QVERIFY(reference);
        QCOMPARE(QByteArray::fromStdString(*files::read(file)).toHex(), QByteArray::fromStdString(*reference).toHex());
    }

    void whatCannotBeWrittenIsSaid()
    {
        const auto events = EventFile::create("/proc/no/such/e.tfevents", 0);
        QVERIFY(!events && !events.error().remedy.empty());
    }
};

QTEST_GUILESS_MAIN(TestTensorboardEvents)
#include "test_tensorboard_events.moc"
