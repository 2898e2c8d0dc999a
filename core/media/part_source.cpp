// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/part_source.h"

#include <algorithm>
#include <string>
#include <utility>

namespace mien {
namespace {

class PartSource final : public FrameSource
{
public:
    /// `times` are those of the part.
    PartSource(std::unique_ptr<FrameSource> film, int first, std::vector<double> times, double start)
        : m_film(std::move(film)), m_info(m_film->info()), m_times(std::move(times)), m_first(first), m_start(start)
    {
        m_info.frameCount = count();
    }

    const SourceInfo& info() const override { return m_info; }

    Result<std::optional<Frame>> next() override
    {
        return read([this] { return m_film->next(); });
    }

    Result<std::optional<Frame>> nextGrey() override
    {
        return read([this] { return m_film->nextGrey(); });
    }

    Result<Frame> frame(int index) override
    {
        if (index < 0 || index >= count()) return noFrame(index);
        m_position = index + 1;
        m_inPlace = true;
        auto frame = m_film->frame(m_first + index);
        if (frame) return shifted(std::move(*frame));
        return frame;
    }

    Result<void> seek(int index) override
    {
        if (index < 0 || index > count()) return noFrame(index);
        m_position = index;
        m_inPlace = false;
        return {};
    }

    std::optional<int> startAtOrAfter(int index) const override
    {
        const auto start = m_film->startAtOrAfter(m_first + std::max(0, index));
        return start && *start < m_first + count() ? std::optional(*start - m_first) : std::nullopt;
    }

    Result<std::vector<double>> times() override { return m_times; }

private:
    int count() const { return static_cast<int>(m_times.size()); }

    Error noFrame(int index) const
    {
        return Error::failed("there is no frame " + std::to_string(index + 1), m_info.name);
    }

    template <typename Next> Result<std::optional<Frame>> read(const Next& next)
    {
        if (m_position >= count()) return std::optional<Frame>();
        if (!m_inPlace)
            if (auto sought = m_film->seek(m_first + m_position); !sought) return sought.error();
        m_inPlace = true;
        auto frame = next();
        // A film that goes on behind what cannot be decoded says with the next frame how far that went.
        if (!frame) {
            ++m_position;
            return frame;
        }
        if (!*frame || (*frame)->index >= m_first + count()) {
            m_position = count();
            return std::optional<Frame>();
        }
        m_position = (*frame)->index - m_first + 1;
        return std::optional(shifted(std::move(**frame)));
    }

    Frame shifted(Frame frame) const
    {
        frame.index -= m_first;
        frame.seconds -= m_start;
        return frame;
    }

    std::unique_ptr<FrameSource> m_film;
    SourceInfo m_info;
    std::vector<double> m_times;
    int m_first;
    double m_start; ///< seconds of the film
    int m_position = 0;
    bool m_inPlace = false; ///< the film stands at m_position
};

} // namespace

Result<std::unique_ptr<FrameSource>> openPart(std::unique_ptr<FrameSource> film, const FilmPart& part)
{
    auto times = film->times();
    if (!times) return times.error();
    const auto all = static_cast<int>(times->size());
    if (part.first < 0 || part.first >= all)
        return Error::input("the clip begins with frame " + std::to_string(part.first + 1) +
                                ", but the video has only " + std::to_string(all),
                            film->info().name, "correct the first frame in the dataset's table");
    const int count = std::clamp(part.count.value_or(all), 1, all - part.first);
    const auto begin = times->begin() + part.first;
    const double start = *begin;
    std::vector<double> own(begin, begin + count);
    for (double& seconds : own) seconds -= start;
    return std::unique_ptr<FrameSource>(
        std::make_unique<PartSource>(std::move(film), part.first, std::move(own), start));
}

} // namespace mien
