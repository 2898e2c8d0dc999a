// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/background_pool.h"
#include "app/engine/decoder_thread.h"
#include "app/engine/engine_thread.h"
#include "tests/support/idle_engine.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

/// Ten frames; each decoding waits for `gate` and is counted.
class GatedSource final : public FrameSource
{
public:
    GatedSource(QSemaphore& gate, std::atomic<int>& decoded) : m_gate(gate), m_decoded(decoded)
    {
        m_info.width = 4;
        m_info.height = 2;
        m_info.name = "gated";
    }
    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override
    {
        auto picture = frame(m_position + 1);
        if (!picture) return picture.error();
        return std::optional<Frame>(*picture);
    }
    Result<Frame> frame(int index) override
    {
        m_gate.acquire();
        ++m_decoded;
        if (index == 7) return Error::failed("frame 7 is damaged");
        m_position = index;
        Frame picture;
        picture.width = 4;
        picture.height = 2;
        picture.stride = 12;
        picture.index = index;
        picture.pixels = std::shared_ptr<const std::uint8_t>(new std::uint8_t[24](), [](auto* p) { delete[] p; });
        return picture;
    }
    Result<void> seek(int index) override
    {
        m_position = index - 1;
        return {};
    }
    std::optional<int> startAtOrAfter(int) const override { return std::nullopt; }
    Result<std::vector<double>> times() override { return std::vector<double>(10, 0.0); }

private:
    SourceInfo m_info;
    QSemaphore& m_gate;
    std::atomic<int>& m_decoded;
    int m_position = -1;
};

} // namespace

class TestWorkers final : public QObject
{
    Q_OBJECT
private slots:
    void engineWorksOffTheGuiThread();
    void engineLoadsOnceAndLate();
    void engineThatCannotLoadIsAnError();
    void exceptionsBecomeErrors();
    void resultsForGoneContextsAreDropped();
    void poolComesBackToTheGuiThread();
    void latestFrameRequestWins();
    void damagedFrameIsSaid();
    void sourceThatCannotOpenIsSaid();
};

void TestWorkers::engineWorksOffTheGuiThread()
{
    test::IdleEngine fake;
    EngineThread engine([&] { return Result<Engine*>(&fake); });
    QThread* worker = nullptr;
    QThread* back = nullptr;
    engine.run<int>(
        this,
        [&](Engine&) -> Result<int> {
            worker = QThread::currentThread();
            return 42;
        },
        [&](const Result<int>& result) {
            QCOMPARE(*result, 42);
            back = QThread::currentThread();
        });
    QTRY_VERIFY(back);
    QCOMPARE(back, QThread::currentThread());
    QVERIFY(worker != back);
}

void TestWorkers::engineLoadsOnceAndLate()
{
    test::IdleEngine fake;
    std::atomic<int> loads = 0;
    EngineThread engine([&]() -> Result<Engine*> {
        ++loads;
        return &fake;
    });
    QCOMPARE(loads.load(), 0);
    int done = 0;
    for (int i = 0; i < 3; ++i)
        engine.run<int>(
            this, [](Engine&) -> Result<int> { return 1; }, [&](const Result<int>&) { ++done; });
    QTRY_COMPARE(done, 3);
    QCOMPARE(loads.load(), 1);
}

void TestWorkers::engineThatCannotLoadIsAnError()
{
    EngineThread engine([]() -> Result<Engine*> { return Error::failed("the models plugin is not there"); });
    QString message;
    engine.run<int>(
        this, [](Engine&) -> Result<int> { return 1; },
        [&](const Result<int>& result) {
            QVERIFY(!result);
            message = QString::fromStdString(result.error().message());
        });
    QTRY_VERIFY(message.contains(u"plugin"_s));
}

void TestWorkers::exceptionsBecomeErrors()
{
    test::IdleEngine fake;
    EngineThread engine([&] { return Result<Engine*>(&fake); });
    QString message;
    engine.run<int>(
        this, [](Engine&) -> Result<int> { throw std::runtime_error("shapes differ"); },
        [&](const Result<int>& result) { message = QString::fromStdString(result.error().message()); });
    QTRY_COMPARE(message, u"shapes differ"_s);
}

void TestWorkers::resultsForGoneContextsAreDropped()
{
    test::IdleEngine fake;
    EngineThread engine([&] { return Result<Engine*>(&fake); });
    bool wrong = false;
    bool after = false;
    auto context = std::make_unique<QObject>();
    engine.run<int>(
        context.get(), [](Engine&) -> Result<int> { return 1; }, [&](const Result<int>&) { wrong = true; });
    context.reset();
    engine.run<int>(
        this, [](Engine&) -> Result<int> { return 1; }, [&](const Result<int>&) { after = true; });
    QTRY_VERIFY(after);
    QVERIFY(!wrong);
}

void TestWorkers::poolComesBackToTheGuiThread()
{
    BackgroundPool pool(1);
    int got = 0;
    pool.run(
        this, []() -> Result<int> { return 7; },
        [&](const Result<int>& value) {
            QCOMPARE(QThread::currentThread(), QCoreApplication::instance()->thread());
            got = *value;
        });
    QTRY_COMPARE(got, 7);

    QString problem;
    pool.run(
        this, []() -> Result<int> { throw std::runtime_error("out of pixels"); },
        [&](const Result<int>& value) { problem = QString::fromStdString(value.error().message()); });
    QTRY_VERIFY(problem.contains(u"out of pixels"_s));
}

void TestWorkers::latestFrameRequestWins()
{
    QSemaphore gate;
    std::atomic<int> decoded = 0;
    DecoderThread decoder([&]() -> Result<std::unique_ptr<FrameSource>> {
        return std::unique_ptr<FrameSource>(std::make_unique<GatedSource>(gate, decoded));
    });
    int frames = 0;
    std::vector<int> shown;
    connect(&decoder, &DecoderThread::opened, this,
            [&](const SourceInfo&, const std::vector<double>& seconds) { frames = static_cast<int>(seconds.size()); });
    connect(&decoder, &DecoderThread::frameReady, this,
            [&](const DecodedFrame& frame) { shown.push_back(frame.frame.index); });
    QTest::qWait(50); // nothing is opened, so no signal can be missed, before the connections stand
    QCOMPARE(frames, 0);
    decoder.start();
    QTRY_COMPARE(frames, 10);
    for (const int index : {1, 2, 3, 4, 9}) decoder.requestFrame(index);
    gate.release(10);
    QTRY_VERIFY(!shown.empty() && shown.back() == 9);
    QVERIFY2(decoded <= 2, "overtaken requests were decoded");
}

void TestWorkers::damagedFrameIsSaid()
{
    QSemaphore gate(10);
    std::atomic<int> decoded = 0;
    DecoderThread decoder([&]() -> Result<std::unique_ptr<FrameSource>> {
        return std::unique_ptr<FrameSource>(std::make_unique<GatedSource>(gate, decoded));
    });
    QSignalSpy failures(&decoder, &DecoderThread::frameFailed);
    QSignalSpy pictures(&decoder, &DecoderThread::frameReady);
    decoder.start();
    decoder.requestFrame(7);
    QTRY_COMPARE(failures.size(), 1);
    QCOMPARE(failures.first().at(0).toInt(), 7);
    QVERIFY(failures.first().at(1).toString().contains(u"damaged"_s));
    decoder.requestFrame(8); // the decoder goes on
    QTRY_COMPARE(pictures.size(), 1);
}

void TestWorkers::sourceThatCannotOpenIsSaid()
{
    DecoderThread decoder(
        []() -> Result<std::unique_ptr<FrameSource>> { return Error::input("not a video", "notes.mp4"); });
    QSignalSpy failures(&decoder, &DecoderThread::openFailed);
    decoder.start();
    QTRY_COMPARE(failures.size(), 1);
    QVERIFY(failures.first().first().toString().contains(u"notes.mp4"_s));
}

QTEST_GUILESS_MAIN(TestWorkers)
#include "test_workers.moc"
