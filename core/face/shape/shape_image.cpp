// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/shape/shape_image.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace mien::shape {

namespace {

constexpr std::size_t alignment = 64;
constexpr std::size_t hugePage = std::size_t{1} << 21;

/// Byte offsets of the arrays from the header's start, in the order of ShapeArrays; the last is the whole size.
struct Layout
{
    std::size_t at[8];
};

Layout layoutOf(const ShapeHeader& h)
{
    const auto n = [](std::int32_t v) { return static_cast<std::size_t>(v); };
    const std::size_t features = n(h.cascades) * n(h.features);
    const std::size_t splits = n(h.cascades) * n(h.groups) * ((std::size_t{1} << h.depth) - 1) * ShapeView::lanes;
    const std::size_t leaves = (n(h.cascades) * n(h.trees) << h.depth) * n(h.stride);
    const std::size_t counts[7] = {n(h.stride), features, features, features, splits, splits, leaves};
    Layout layout;
    std::size_t offset = sizeof(ShapeHeader);
    for (int i = 0; i < 7; ++i) {
        layout.at[i] = offset;
        offset = (offset + counts[i] * 4 + alignment - 1) / alignment * alignment;
    }
    layout.at[7] = offset;
    return layout;
}

bool plausible(const ShapeHeader& h)
{
    const auto within = [](std::int32_t v, std::int32_t most) { return v > 0 && v <= most; };
    return std::memcmp(h.magic, ShapeHeader::expected, sizeof h.magic) == 0 && within(h.values, 4096) &&
           h.stride >= h.values && h.stride % ShapeView::lanes == 0 && within(h.stride, 4112) &&
           within(h.cascades, 1000) && within(h.trees, 100'000) &&
           h.groups == (h.trees + ShapeView::lanes - 1) / ShapeView::lanes && within(h.depth, 10) &&
           within(h.features, 0xffff + ShapeView::lanes) && h.features % ShapeView::lanes == 0;
}

ShapeView viewAt(const std::byte* base, const ShapeHeader& h)
{
    const Layout layout = layoutOf(h);
    const auto floats = [&](int i) { return reinterpret_cast<const float*>(base + layout.at[i]); };
    ShapeView view;
    view.values = h.values;
    view.stride = h.stride;
    view.cascades = h.cascades;
    view.trees = h.trees;
    view.groups = h.groups;
    view.depth = h.depth;
    view.features = h.features;
    view.mean = floats(0);
    view.anchors = reinterpret_cast<const std::int32_t*>(base + layout.at[1]);
    view.offsetX = floats(2);
    view.offsetY = floats(3);
    view.splits = reinterpret_cast<const std::uint32_t*>(base + layout.at[4]);
    view.thresholds = floats(5);
    view.leaves = floats(6);
    return view;
}

/// True if no index leads outside.
bool sound(const ShapeView& view)
{
    const auto features = static_cast<std::ptrdiff_t>(view.cascades) * view.features;
    const auto splits = static_cast<std::ptrdiff_t>(view.cascades) * view.groups * view.nodes() * ShapeView::lanes;
    const auto most = static_cast<std::uint32_t>(view.features);
    return std::all_of(view.anchors, view.anchors + features,
                       [&](std::int32_t a) { return a >= 0 && a + 1 < view.values; }) &&
           std::all_of(view.splits, view.splits + splits,
                       [&](std::uint32_t s) { return (s & 0xffff) < most && (s >> 16) < most; });
}

/// The trees lead to 7,500 places all over 70 MB for every face: with small pages that is as many misses of the
/// processor's table of pages.
std::unique_ptr<std::byte, ShapeImage::Free> hugeMemory(std::size_t size)
{
    const std::size_t whole = (size + hugePage - 1) / hugePage * hugePage;
    std::unique_ptr<std::byte, ShapeImage::Free> memory(static_cast<std::byte*>(std::aligned_alloc(hugePage, whole)));
    if (!memory) throw std::bad_alloc();
#ifdef __linux__
    madvise(memory.get(), whole, MADV_HUGEPAGE); // a wish; without it all is as right, and slower
#endif
    return memory;
}

} // namespace

void ShapeImage::Free::operator()(std::byte* p) const
{
    std::free(p);
}

ShapeImage::ShapeImage(const ShapeHeader& header) : m_size(layoutOf(header).at[7])
{
    m_bytes = hugeMemory(m_size);
    std::memset(m_bytes.get(), 0, m_size);
    std::memcpy(m_bytes.get(), &header, sizeof header);
}

std::optional<ShapeImage> ShapeImage::read(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    ShapeHeader header;
    if (!in.read(reinterpret_cast<char*>(&header), sizeof header) || !plausible(header)) return std::nullopt;
    ShapeImage image;
    image.m_size = layoutOf(header).at[7];
    std::error_code code;
    if (std::filesystem::file_size(file, code) != image.m_size || code) return std::nullopt;
    image.m_bytes = hugeMemory(image.m_size);
    in.seekg(0);
    if (!in.read(reinterpret_cast<char*>(image.m_bytes.get()), static_cast<std::streamsize>(image.m_size)) ||
        image.check() != header.check || !sound(image.view()))
        return std::nullopt;
    return image;
}

std::string ShapeImage::sha256() const
{
    const auto* header = reinterpret_cast<const ShapeHeader*>(m_bytes.get());
    return std::string(header->sha256, sizeof header->sha256);
}

ShapeArrays ShapeImage::arrays()
{
    const Layout layout = layoutOf(*reinterpret_cast<const ShapeHeader*>(m_bytes.get()));
    const auto at = [&](int i) { return m_bytes.get() + layout.at[i]; };
    return {reinterpret_cast<float*>(at(0)), reinterpret_cast<std::int32_t*>(at(1)),  reinterpret_cast<float*>(at(2)),
            reinterpret_cast<float*>(at(3)), reinterpret_cast<std::uint32_t*>(at(4)), reinterpret_cast<float*>(at(5)),
            reinterpret_cast<float*>(at(6))};
}

ShapeView ShapeImage::view() const
{
    return viewAt(m_bytes.get(), *reinterpret_cast<const ShapeHeader*>(m_bytes.get()));
}

void ShapeImage::setSha256(const std::string& hex)
{
    auto* header = reinterpret_cast<ShapeHeader*>(m_bytes.get());
    std::copy_n(hex.begin(), std::min(hex.size(), sizeof header->sha256), header->sha256);
}

/// Against bytes that rot or were never written, not against anybody's will: multiplied words in four lanes, for a
/// model is read at every start and a cryptographic hash would cost ten times its reading. (13 ms for the 70 MB,
/// measured on one core of a busy machine.) The lanes are turned, because a product hands top bits to nobody: two of
/// them that change in one lane would cancel each other.
std::uint64_t ShapeImage::check() const
{
    constexpr std::uint64_t prime = 0x9e3779b97f4a7c15; // odd: no bit of a word is lost
    std::uint64_t lanes[4] = {1, 2, 3, 4};
    static_assert(sizeof(ShapeHeader) % sizeof lanes == 0 && alignment % sizeof lanes == 0);
    const auto add = [&](const std::byte* from, const std::byte* to) {
        for (; from < to; from += sizeof lanes) {
            std::uint64_t words[4];
            std::memcpy(words, from, sizeof words);
            for (std::size_t i = 0; i < 4; ++i) lanes[i] = std::rotl((lanes[i] ^ words[i]) * prime, 31);
        }
    };
    ShapeHeader header;
    std::memcpy(&header, m_bytes.get(), sizeof header);
    header.check = 0;
    const auto* first = reinterpret_cast<const std::byte*>(&header);
    add(first, first + sizeof header);
    add(m_bytes.get() + sizeof header, m_bytes.get() + m_size);
    std::uint64_t all = 0;
    for (const std::uint64_t lane : lanes) {
        all = (all ^ lane) * prime;
        all ^= all >> 32;
    }
    return all;
}

std::string_view ShapeImage::sealed()
{
    reinterpret_cast<ShapeHeader*>(m_bytes.get())->check = check();
    return {reinterpret_cast<const char*>(m_bytes.get()), m_size};
}

} // namespace mien::shape
