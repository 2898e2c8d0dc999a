// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/face/shape/shape_view.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mien::shape {

/// Begins the cache file of a model. Numbers in the machine's own order: the file never leaves it.
struct ShapeHeader
{
    static constexpr char expected[8] = {'m', 'i', 'e', 'n', 's', 'h', '0', '2'};

    char magic[8] = {'m', 'i', 'e', 'n', 's', 'h', '0', '2'};
    std::int32_t values = 0; ///< and so on: see ShapeView
    std::int32_t stride = 0;
    std::int32_t cascades = 0;
    std::int32_t trees = 0;
    std::int32_t groups = 0;
    std::int32_t depth = 0;
    std::int32_t features = 0;
    std::int32_t reserved = 0;
    char sha256[64] = {};    ///< of dlib's file, hex
    std::uint64_t check = 0; ///< of all bytes but these
    char padding[16] = {};
};
static_assert(sizeof(ShapeHeader) == 128);

/// Where the arrays of a ShapeView lie behind the header, for writing.
struct ShapeArrays
{
    float* mean;
    std::int32_t* anchors;
    float* offsetX;
    float* offsetY;
    std::uint32_t* splits;
    float* thresholds;
    float* leaves;
};

/// Header and arrays in one run of bytes: what the cache file holds.
class ShapeImage
{
public:
    explicit ShapeImage(const ShapeHeader& header); ///< all numbers 0

    /// What sealed() gave, from a file; nothing where a byte of it is another, or an index in it leads outside.
    static std::optional<ShapeImage> read(const std::filesystem::path& file);

    ShapeArrays arrays();
    ShapeView view() const;
    void setSha256(const std::string& hex);
    std::string sha256() const;
    std::string_view sealed(); ///< all bytes, with the check of what they are now

    struct Free
    {
        void operator()(std::byte* p) const;
    };

private:
    ShapeImage() = default;
    std::uint64_t check() const;

    std::unique_ptr<std::byte, Free> m_bytes;
    std::size_t m_size = 0;
};

} // namespace mien::shape
