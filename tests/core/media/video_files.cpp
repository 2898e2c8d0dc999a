// SPDX-License-Identifier: GPL-3.0-or-later
#include "video_files.h"

#include "core/base/text.h"

#include <QCryptographicHash>
#include <QProcess>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace mien::videofiles {

namespace {

QString toQt(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

QByteArray run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForStarted()) throw std::runtime_error("does not start: " + program.toStdString());
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        throw std::runtime_error(program.toStdString() + ": " + process.readAllStandardError().toStdString());
    return process.readAllStandardOutput();
}

const QStringList quiet = {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y")};

} // namespace

bool toolsPresent()
{
    try {
        run(QStringLiteral("ffmpeg"), {QStringLiteral("-version")});
        run(QStringLiteral("ffprobe"), {QStringLiteral("-version")});
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

void make(const std::filesystem::path& file, const QStringList& options)
{
    const QStringList input = {QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                               QStringLiteral("testsrc2=size=176x144:rate=25:duration=3.6")};
    // One thread: encoders that spin up many for 90 small frames starve the tests that run beside.
    const QStringList thrifty = {QStringLiteral("-threads"), QStringLiteral("1")};
    run(QStringLiteral("ffmpeg"), quiet + input + options + thrifty + QStringList{toQt(file)});
}

void convert(const std::filesystem::path& input, const std::filesystem::path& output, const QStringList& options)
{
    run(QStringLiteral("ffmpeg"),
        quiet + QStringList{QStringLiteral("-i"), toQt(input)} + options + QStringList{toQt(output)});
}

std::vector<double> probedTimes(const std::filesystem::path& file)
{
    const QByteArray table =
        run(QStringLiteral("ffprobe"),
            {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-select_streams"), QStringLiteral("v:0"),
             QStringLiteral("-show_entries"), QStringLiteral("frame=best_effort_timestamp_time"), QStringLiteral("-of"),
             QStringLiteral("csv=p=0"), toQt(file)});
    std::vector<double> seconds;
    for (const QByteArray& line : table.split('\n')) {
        const std::string text = line.split(',').front().trimmed().toStdString();
        if (text.empty()) continue;
        seconds.push_back(text::toDouble(text).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    const double first = seconds.empty() ? 0 : seconds.front();
    for (double& s : seconds) s -= first;
    return seconds;
}

QByteArray decodedBgr(const std::filesystem::path& file)
{
    return run(QStringLiteral("ffmpeg"),
               quiet + QStringList{QStringLiteral("-i"), toQt(file), QStringLiteral("-vsync"),
                                   QStringLiteral("passthrough"), QStringLiteral("-f"), QStringLiteral("rawvideo"),
                                   QStringLiteral("-pix_fmt"), QStringLiteral("bgr24"), QStringLiteral("-")});
}

QByteArray hash(const Frame& frame)
{
    QCryptographicHash sum(QCryptographicHash::Sha256);
    for (int y = 0; y < frame.height; ++y) {
        const auto* row = frame.pixels.get() + y * frame.stride;
        sum.addData(QByteArrayView(reinterpret_cast<const char*>(row), qsizetype(frame.width) * 3));
    }
    return sum.result();
}

Pass readAll(FrameSource& source)
{
    Pass pass;
    for (;;) {
        auto frame = source.next();
        if (!frame)
            pass.errors.push_back(frame.error());
        else if (!*frame)
            return pass;
        else
            pass.frames.push_back(**frame);
    }
}

} // namespace mien::videofiles
