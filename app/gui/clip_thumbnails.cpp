// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_thumbnails.h"

#include "app/engine/jobs.h"
#include "core/base/cache_folder.h"
#include "core/face/face_crops.h"
#include "core/io/landmark_source.h"
#include "widgets/common/image.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

namespace fs = std::filesystem;

/// A single frame as a film.
class OneFrame final : public FrameSource
{
public:
    explicit OneFrame(Frame frame) : m_frame(std::move(frame))
    {
        m_frame.index = 0;
        m_info.width = m_frame.width;
        m_info.height = m_frame.height;
        m_info.frameCount = 1;
    }

    const SourceInfo& info() const override { return m_info; }
    Result<std::optional<Frame>> next() override
    {
        if (std::exchange(m_read, true)) return std::optional<Frame>();
        return std::optional(m_frame);
    }
    Result<Frame> frame(int) override { return m_frame; }
    Result<void> seek(int index) override
    {
        m_read = index > 0;
        return {};
    }
    std::optional<int> startAtOrAfter(int index) const override { return index == 0 ? std::optional(0) : std::nullopt; }
    Result<std::vector<double>> times() override { return std::vector<double>{0}; }

private:
    Frame m_frame;
    SourceInfo m_info;
    bool m_read = false;
};

/// Names a picture by its file's bytes; of large files, which films are, cheaply by size, beginning and end. Of films
/// the number of the frame, too.
QString keyOf(const fs::path& file, int frame)
{
    constexpr qint64 part = 65'536, large = 4 << 20;
    QFile opened(QString::fromStdString(file.string()));
    if (!opened.open(QIODevice::ReadOnly)) return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(u"thumbnail 2 %1 %2 %3"_s.arg(ClipThumbnails::side).arg(frame).arg(opened.size()).toUtf8());
    if (opened.size() <= large) {
        hash.addData(&opened);
    } else {
        hash.addData(opened.read(part));
        opened.seek(opened.size() - part);
        hash.addData(opened.read(part));
    }
    return QString::fromLatin1(hash.result().toHex());
}

QImage square(const Frame& frame)
{
    const QImage whole = toDisplayImage(frame, {});
    const int edge = std::min(whole.width(), whole.height());
    return whole.copy((whole.width() - edge) / 2, (whole.height() - edge) / 2, edge, edge)
        .scaled(ClipThumbnails::side, ClipThumbnails::side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

/// Used on the pool's one thread only.
struct ClipThumbnails::Tools
{
    bool tried = false;
    std::shared_ptr<const LandmarkModel> model; ///< null = not installed

    QImage draw(const Frame& frame);
    Result<QImage> make(const Wanted& wanted);
};

QImage ClipThumbnails::Tools::draw(const Frame& frame)
{
    if (!std::exchange(tried, true))
        if (auto loaded = LandmarkModel::load()) model = std::move(*loaded);
    if (!model) return square(frame);
    FaceOptions options;
    options.maximumUpsampling = 0;
    options.steady = false;
    OneFrame film(frame);
    const auto track = trackFace(film, *model, options, RunControl());
    if (!track || track->frames.empty() || !track->frames.front().found) return square(frame);
    return toDisplayImage(alignedFace(frame, track->frames.front().landmarks, {.side = side, .margin = 0.15}), {})
        .copy();
}

Result<QImage> ClipThumbnails::Tools::make(const Wanted& wanted)
{
    const auto files = wanted.files.list();
    if (!files) return files.error();
    if (files->empty()) return Error::input("the clip has no files");
    const bool sequence = files->size() > 1;
    const auto last = static_cast<int>(files->size()) - 1;
    const int shown = sequence ? std::clamp(wanted.frame.value_or(last / 2), 0, last) : 0;
    const fs::path& file = (*files)[static_cast<std::size_t>(shown)];
    const QString key = keyOf(file, sequence ? 0 : wanted.frame.value_or(-1));
    if (key.isEmpty()) return Error::input("the file cannot be read", file.string());
    const QString folder = QString::fromStdString((cacheFolder() / "thumbnails").string()) + u'/' + key.left(2);
    const QString kept = folder + u'/' + key.mid(2) + u".png"_s;
    if (QImage image; image.load(kept)) return image;
    const auto source = jobs::openFiles({file});
    if (!source) return source.error();
    const SourceInfo info = (*source)->info();
    if (info.codec == landmarkPictures) return Error::input("landmarks without pictures", file.string());
    const int middle = info.frameCount.value_or(1) / 2;
    const auto frame = (*source)->frame(sequence ? 0 : wanted.frame.value_or(middle));
    if (!frame) return frame.error();
    QImage image = draw(*frame);
    QSaveFile out(kept); // a picture less in the cache is no fault
    if (QDir().mkpath(folder) && out.open(QIODevice::WriteOnly) && image.save(&out, "PNG")) out.commit();
    return image;
}

ClipThumbnails::ClipThumbnails(QObject* parent) : QObject(parent), m_tools(std::make_shared<Tools>()), m_pool(1) {}

ClipThumbnails::~ClipThumbnails()
{
    m_wanted.clear();
}

void ClipThumbnails::request(std::vector<Wanted> wanted)
{
    m_wanted.clear();
    for (Wanted& one : wanted)
        if (!m_tried.contains(one.clip)) m_wanted.push_back(std::move(one));
    next();
}

void ClipThumbnails::forget()
{
    m_wanted.clear();
    m_tried.clear();
}

void ClipThumbnails::next()
{
    if (m_busy) return;
    if (m_wanted.empty()) return emit idle();
    m_busy = true;
    const Wanted wanted = std::move(m_wanted.front());
    m_wanted.pop_front();
    m_pool.run(
        this, [wanted, tools = m_tools] { return tools->make(wanted); },
        [this, clip = wanted.clip](const Result<QImage>& picture) {
            m_busy = false;
            // What was pushed out of memory may be asked for again: it lies on the disk.
            if (picture)
                emit ready(clip, *picture);
            else
                m_tried.insert(clip);
            next();
        });
}

} // namespace mien
