// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_size.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>

namespace mien {

namespace {

using Size = std::optional<PictureSize>;

/// Whole numbers at places of a file; behind its end they are 0, which is no size.
class Head
{
public:
    explicit Head(std::string_view bytes) : m_bytes(bytes) {}

    bool holds(std::size_t at, std::string_view text) const
    {
        return at <= m_bytes.size() && m_bytes.substr(at, text.size()) == text;
    }
    std::int64_t big(std::size_t at, std::size_t count) const
    {
        if (at > m_bytes.size() || count > m_bytes.size() - at) return 0;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(m_bytes[at + i]);
        return static_cast<std::int64_t>(value);
    }
    std::int64_t little(std::size_t at, std::size_t count) const
    {
        if (at > m_bytes.size() || count > m_bytes.size() - at) return 0;
        std::uint64_t value = 0;
        for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(m_bytes[at + i]);
        return static_cast<std::int64_t>(value);
    }
    std::string_view bytes() const { return m_bytes; }

private:
    std::string_view m_bytes;
};

/// ITU-T T.81, B.2.2: the size stands in the frame header (SOFn), behind any number of other segments.
Size jpeg(const Head& head)
{
    for (std::size_t at = 2; at + 9 <= head.bytes().size();) {
        const auto marker = head.big(at, 2);
        const bool frame = marker >= 0xffc0 && marker <= 0xffcf && marker != 0xffc4 && marker != 0xffc8 &&
                           marker != 0xffcc; // tables of Huffman codes, an extension, arithmetic coding
        if (frame) return PictureSize{head.big(at + 7, 2), head.big(at + 5, 2)};
        if (marker < 0xff00 || marker == 0xffda) return std::nullopt;                   // the scan has begun
        at += marker == 0xffff ? 1 : 2 + static_cast<std::size_t>(head.big(at + 2, 2)); // ffff: a fill byte
    }
    return std::nullopt;
}

/// TIFF 6.0, section 2, and its variant with places of 8 bytes: entries 256 and 257 of the first directory.
Size tiff(const Head& head)
{
    const bool isLittle = head.holds(0, "II");
    const auto number = [&](std::size_t at, std::size_t n) { return isLittle ? head.little(at, n) : head.big(at, n); };
    const bool wide = number(2, 2) == 43;
    const std::size_t word = wide ? 8 : 4;
    const auto directory = static_cast<std::size_t>(number(wide ? 8 : 4, word));
    const std::size_t first = directory + (wide ? 8 : 2);
    const std::size_t entrySize = wide ? 20 : 12;
    PictureSize size;
    for (std::size_t at = first; at >= first && at < head.bytes().size(); at += entrySize) {
        const auto tag = number(at, 2);
        if (tag > 257 || tag == 0) break; // entries are in ascending order
        const auto type = number(at + 2, 2);
        const std::size_t bytes = type == 3 ? 2 : type == 16 ? 8 : 4;
        if (tag == 256) size.width = number(at + 4 + word, bytes);
        if (tag == 257) size.height = number(at + 4 + word, bytes);
    }
    return size;
}

/// WebP container specification: the canvas, or the frame of the only bitstream, sizes less 1 where marked.
Size webp(const Head& head)
{
    if (head.holds(12, "VP8X")) return PictureSize{head.little(24, 3) + 1, head.little(27, 3) + 1};
    if (head.holds(12, "VP8L")) {
        const auto bits = head.little(21, 4);
        return PictureSize{(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
    }
    return PictureSize{head.little(26, 2) & 0x3fff, head.little(28, 2) & 0x3fff};
}

/// Netpbm: "P5", white space and comments, width, white space, height, in decimal.
Size pnm(const Head& head)
{
    const std::string_view text = head.bytes().substr(0, 4096);
    std::size_t at = 2;
    const auto number = [&]() -> std::int64_t {
        while (at < text.size() && (std::isspace(static_cast<unsigned char>(text[at])) || text[at] == '#')) {
            if (text[at] == '#') at = std::min(text.find('\n', at), text.size() - 1);
            ++at;
        }
        return std::strtoll(std::string(text.substr(std::min(at, text.size()), 12)).c_str(), nullptr, 10);
    };
    const std::int64_t width = number();
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]))) ++at;
    return PictureSize{width, number()};
}

/// JPEG 2000, ISO 15444-1: the SIZ segment begins the code stream, in a JP2 file behind boxes; ihdr repeats the size.
Size jpeg2000(const Head& head)
{
    const auto at = head.bytes().substr(0, 4096).find("ihdr");
    if (at == std::string_view::npos) return std::nullopt;
    return PictureSize{head.big(at + 8, 4), head.big(at + 4, 4)};
}

/// Top-down bitmaps have a negative height.
Size bmp(const Head& head)
{
    if (head.little(14, 4) == 12) return PictureSize{head.little(18, 2), head.little(20, 2)};
    const auto height = static_cast<std::int32_t>(head.little(22, 4));
    return PictureSize{head.little(18, 4), std::abs(static_cast<std::int64_t>(height))};
}

Size byFormat(const Head& head)
{
    using namespace std::string_view_literals;
    if (head.holds(0, "\xff\xd8\xff"sv)) return jpeg(head);
    if (head.holds(0, "\x89PNG\r\n\x1a\n"sv)) return PictureSize{head.big(16, 4), head.big(20, 4)};
    if (head.holds(0, "BM"sv)) return bmp(head);
    for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
        if (head.holds(0, magic)) return tiff(head);
    if (head.holds(0, "RIFF"sv) && head.holds(8, "WEBP"sv)) return webp(head);
    if (head.holds(4, "jP  \r\n"sv)) return jpeg2000(head);
    if (head.holds(0, "\x59\xa6\x6a\x95"sv)) return PictureSize{head.big(4, 4), head.big(8, 4)};
    if (head.holds(0, "P"sv) && head.bytes().size() > 2 && head.bytes()[1] >= '1' && head.bytes()[1] <= '6')
        return pnm(head);
    return std::nullopt;
}

} // namespace

Result<void> checkPictureSize(PictureSize size, const std::string& where)
{
    if (size.width <= mostPixels && size.height <= mostPixels && size.width * size.height <= mostPixels) return {};
    return Error::input("has pictures of " + std::to_string(size.width) + "×" + std::to_string(size.height) +
                            " pixels, more than the " + std::to_string(mostPixels / 1'000'000) +
                            " megapixels that are worked on",
                        where, "make a smaller copy; a face that is 80 pixels wide is large enough");
}

std::optional<PictureSize> declaredSize(std::string_view bytes)
{
    const auto size = byFormat(Head(bytes));
    return size && size->width > 0 && size->height > 0 ? size : std::nullopt;
}

} // namespace mien
