// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_source.h"

#include "core/media/frame_mat.h"

#include <algorithm>
#include <array>

namespace mien {

namespace {

constexpr std::size_t cacheBytes = std::size_t(256) << 20;

/// The codec had to guess, or gave up.
bool isLost(const NumberedDecoder::Item& item)
{
    return item.damaged || !item.picture;
}

} // namespace

Result<std::unique_ptr<FrameSource>> VideoSource::open(const std::filesystem::path& file)
{
    auto index = readPacketIndex(file);
    if (!index) return index.error();
    std::unique_ptr<VideoSource> source(new VideoSource(file, std::move(*index)));
    if (const auto started = source->start(); !started) return started.error();
    return std::unique_ptr<FrameSource>(std::move(source));
}

VideoSource::VideoSource(std::filesystem::path file, PacketIndex index)
    : m_file(std::move(file)), m_index(std::move(index)), m_cache(cacheBytes)
{
}

Result<void> VideoSource::start()
{
    if (const auto opened = restart(); !opened) return opened;
    auto probed = probe();
    if (!probed && m_index.exact) {
        // The codec may put stamps of its own on its pictures: count them instead.
        m_index = PacketIndex{};
        if (const auto opened = restart(); !opened) return opened;
        probed = probe();
    }
    if (!probed) return probed;
    describe();
    return restart();
}

Result<void> VideoSource::restart()
{
    auto decoder = NumberedDecoder::open(m_file, m_index);
    if (!decoder) return decoder.error();
    m_decoder = std::move(*decoder);
    m_fromStart = true;
    if (!m_converter) m_converter.emplace(m_decoder->decoder().stream());
    return {};
}

Result<void> VideoSource::probe()
{
    while (const auto item = m_decoder->next()) {
        if (!item->picture) continue;
        auto frame = toFrame(*item);
        if (!frame) return frame.error();
        m_first = std::move(*frame);
        return {};
    }
    const std::string& detail = m_decoder->decoder().failure();
    return Error::input("not one picture could be decoded" + (detail.empty() ? "" : " (" + detail + ")"),
                        m_file.string(), "the file is damaged; copy it again");
}

void VideoSource::describe()
{
    const VideoDecoder& decoder = m_decoder->decoder();
    m_info.name = m_file.filename().string();
    m_info.width = m_first->width;
    m_info.height = m_first->height;
    if (m_index.exact) m_info.frameCount = m_index.count();
    m_info.framesPerSecond = decoder.framesPerSecond();
    m_info.timeAssumed = m_index.stampless;
    m_info.format = decoder.format().iformat->name;
    m_info.codec = avcodec_get_name(decoder.codec().codec_id);
}

Result<Frame> VideoSource::toFrame(const NumberedDecoder::Item& item, Pixels pixels)
{
    const auto where = [&] { return m_file.string() + ", frame " + std::to_string(item.number + 1); };
    if (!item.picture) return item.error;
    auto frame =
        pixels == Pixels::Grey ? m_converter->convertToGrey(*item.picture) : m_converter->convert(*item.picture);
    if (!frame) return Error::failed(frame.error().what, where());
    if (m_first && (frame->width != m_first->width || frame->height != m_first->height))
        return Error::failed("the picture is " + std::to_string(frame->width) + "×" + std::to_string(frame->height) +
                                 " where the first is " + std::to_string(m_first->width) + "×" +
                                 std::to_string(m_first->height),
                             where());
    frame->index = item.number;
    frame->seconds = item.seconds;
    frame->timeAssumed = item.timeAssumed;
    return frame;
}

Result<std::optional<Frame>> VideoSource::advance(Pixels pixels)
{
    if (m_info.frameCount && m_position >= *m_info.frameCount) return std::optional<Frame>();
    // The decoder stands elsewhere after frame() was answered from the cache.
    if (m_decoder->nextNumber() != m_position) {
        if (pixels == Pixels::Bgr) return nextByRandomAccess();
        if (const auto moved = moveDecoderTo(m_position); !moved) return passBy(moved.error());
        if (m_decoder->nextNumber() != m_position) return std::optional<Frame>();
    }
    const auto item = m_decoder->next();
    if (!item) {
        if (m_fromStart) m_info.frameCount = m_position;
        return std::optional<Frame>();
    }
    // Behind a seek the codec may lack what it had on the way from the start.
    if (!m_fromStart && isLost(*item)) return pixels == Pixels::Bgr ? nextByRandomAccess() : nextGreyFromStart();
    ++m_position;
    auto decoded = toFrame(*item, pixels);
    if (!decoded) return decoded.error();
    if (m_caching && pixels == Pixels::Bgr) m_cache.insert(*decoded);
    return std::optional<Frame>(std::move(*decoded));
}

Result<std::optional<Frame>> VideoSource::nextByRandomAccess()
{
    const int index = m_position;
    const auto behindEnd = [&] { return m_info.frameCount && index >= *m_info.frameCount; };
    if (behindEnd()) return std::optional<Frame>();
    auto found = frame(index);
    if (found) return std::optional<Frame>(std::move(*found));
    if (behindEnd()) return std::optional<Frame>(); // known only since the decoder reached the end
    return found.error();
}

Error VideoSource::passBy(const Error& error)
{
    ++m_position; // a file that is gone fails for every number; the caller's loop shall come to its end all the same
    return error;
}

Result<std::optional<Frame>> VideoSource::nextGreyFromStart()
{
    if (const auto opened = restart(); !opened) return passBy(opened.error());
    skipTo(m_position);
    if (m_decoder->nextNumber() != m_position) return std::optional<Frame>();
    return advance(Pixels::Grey);
}

bool VideoSource::skipTo(int index)
{
    while (m_decoder->nextNumber() < index) {
        const auto item = m_decoder->next();
        if (!item) break;
        if (isLost(*item) && !m_fromStart) return false;
    }
    return true;
}

bool VideoSource::seekToKey(int key)
{
    m_fromStart = false;
    return m_decoder->seekToKey(key);
}

Result<void> VideoSource::moveDecoderTo(int index)
{
    const int key = m_index.exact ? m_index.keyBefore(index) : -1;
    const int keyRank = key < 0 ? 0 : m_index.keys[static_cast<std::size_t>(key)].rank;
    const int at = m_decoder->nextNumber();
    if (at > index || at < keyRank) {
        const bool jumped = keyRank > 0 && seekToKey(key);
        if (!jumped)
            if (const auto opened = restart(); !opened) return opened.error();
    }
    if (skipTo(index)) return {};
    if (const auto opened = restart(); !opened) return opened.error();
    skipTo(index);
    return {};
}

Result<void> VideoSource::seek(int index)
{
    if (index < 0 || (m_info.frameCount && index > *m_info.frameCount))
        return Error::failed("there is no frame " + std::to_string(index + 1), m_file.string());
    m_position = index;
    return {};
}

std::optional<int> VideoSource::startAtOrAfter(int index) const
{
    if (index <= 0) return 0;
    const auto at = std::lower_bound(m_index.keys.begin(), m_index.keys.end(), index,
                                     [](const PacketIndex::Key& key, int rank) { return key.rank < rank; });
    return at == m_index.keys.end() ? std::nullopt : std::optional(at->rank);
}

Result<Frame> VideoSource::frame(int index)
{
    if (index < 0 || (m_info.frameCount && index >= *m_info.frameCount))
        return Error::failed("there is no frame " + std::to_string(index + 1), m_file.string());
    m_caching = true;
    m_position = index + 1;
    if (auto cached = m_cache.find(index)) return *cached;
    return m_index.exact ? decodeByStamp(index) : decodeByCount(index);
}

int VideoSource::cacheStart(int index) const
{
    return index - m_cache.capacity(*m_first) + 1;
}

Result<Frame> VideoSource::decodeUpTo(int index, int cacheFrom)
{
    while (const auto item = m_decoder->next()) {
        // A picture with concealed parts, and those that lean on it, may look otherwise when reached from the start.
        if (isLost(*item) && !m_fromStart) return Error::failed("was decoded with missing data", m_file.string());
        if (item->number < index && (item->number < cacheFrom || !item->picture)) continue;
        auto decoded = toFrame(*item);
        if (decoded) m_cache.insert(*decoded);
        if (item->number == index) return decoded;
    }
    if (m_fromStart) m_info.frameCount = m_decoder->nextNumber();
    return Error::failed("there is no frame " + std::to_string(index + 1), m_file.string());
}

Result<Frame> VideoSource::decodeByStamp(int index)
{
    const int key = m_index.keyBefore(index);
    const int keyRank = key < 0 ? 0 : m_index.keys[static_cast<std::size_t>(key)].rank;
    const int at = m_decoder->nextNumber();
    if (at <= index && at >= keyRank) {
        auto decoded = decodeUpTo(index, cacheStart(index));
        if (decoded || m_fromStart) return decoded;
    }
    // Some containers land behind the key, some streams mark keys that do not decode alone: go further back then.
    for (const int back : std::array{0, 1, 4}) {
        if (key - back < 0) break;
        if (m_index.keys[static_cast<std::size_t>(key - back)].rank == 0) break;
        if (!seekToKey(key - back)) continue;
        if (auto decoded = decodeUpTo(index, cacheStart(index))) return decoded;
    }
    if (const auto opened = restart(); !opened) return opened.error();
    return decodeUpTo(index, cacheStart(index));
}

Result<Frame> VideoSource::decodeByCount(int index)
{
    if (m_decoder->nextNumber() > index)
        if (const auto opened = restart(); !opened) return opened.error();
    return decodeUpTo(index, cacheStart(index));
}

Result<std::vector<double>> VideoSource::times()
{
    if (m_times) return *m_times;
    std::vector<double> seconds;
    if (m_index.exact) {
        const double unit = av_q2d(m_decoder->decoder().stream().time_base);
        for (const auto stamp : m_index.stamps)
            seconds.push_back(static_cast<double>(stamp - m_index.stamps.front()) * unit);
    } else {
        // A decoder of its own: the position of next() stays.
        auto counter = NumberedDecoder::open(m_file, m_index);
        if (!counter) return counter.error();
        while (const auto item = counter->next()) seconds.push_back(item->seconds);
        m_info.frameCount = static_cast<int>(seconds.size());
    }
    m_times = std::move(seconds);
    return *m_times;
}

} // namespace mien
