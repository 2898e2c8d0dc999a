// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/shape/shape_model.h"

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/types/geometry.h"

#include <QCryptographicHash>
#include <chrono>
#include <cstring>
#include <dlib/image_processing/shape_predictor.h>
#include <istream>
#include <streambuf>

namespace mien::shape {

namespace fs = std::filesystem;

namespace {

constexpr const char* remedy =
    "install the package libdlib-data, or set MIEN_LANDMARK_MODEL to a 68-point model of dlib";

/// Reads a string in place: std::istringstream would copy the 100 MB of the model.
class ViewBuffer final : public std::streambuf
{
public:
    explicit ViewBuffer(std::string& bytes) { setg(bytes.data(), bytes.data(), bytes.data() + bytes.size()); }
};

/// The parts of dlib's file; dlib::shape_predictor keeps them to itself.
struct Parts
{
    dlib::matrix<float, 0, 1> mean;
    std::vector<std::vector<dlib::impl::regression_tree>> forests;
    std::vector<std::vector<unsigned long>> anchors;
    std::vector<std::vector<dlib::vector<float, 2>>> offsets;
};

Parts parse(std::string& bytes)
{
    ViewBuffer buffer(bytes);
    std::istream in(&buffer);
    Parts parts;
    int version = 0;
    dlib::deserialize(version, in);
    if (version != 1) throw dlib::serialization_error("version");
    dlib::deserialize(parts.mean, in);
    dlib::deserialize(parts.forests, in);
    dlib::deserialize(parts.anchors, in);
    dlib::deserialize(parts.offsets, in);
    return parts;
}

int depthOf(std::size_t leaves)
{
    int depth = 0;
    while ((std::size_t{1} << depth) < leaves) ++depth;
    return (std::size_t{1} << depth) == leaves && depth > 0 && depth <= 10 ? depth : 0;
}

/// Empty where all cascades have one shape; else what is odd.
std::string oddity(const Parts& parts)
{
    constexpr long values = 2 * std::tuple_size_v<Landmarks68>;
    if (parts.mean.size() != values) return "has " + std::to_string(parts.mean.size() / 2) + " points, not 68";
    if (parts.forests.empty() || parts.forests.front().empty()) return "has no trees";
    if (parts.anchors.size() != parts.forests.size() || parts.offsets.size() != parts.forests.size())
        return "has features and trees that do not fit together";
    const auto& first = parts.forests.front();
    const auto leaves = first.front().leaf_values.size();
    const auto features = parts.anchors.front().size();
    if (depthOf(leaves) == 0 || features == 0 || features > 0xffff) return "has trees of an unknown kind";
    for (std::size_t c = 0; c < parts.forests.size(); ++c) {
        if (parts.forests[c].size() != first.size() || parts.anchors[c].size() != features ||
            parts.offsets[c].size() != features)
            return "has cascades of different sizes";
        for (const unsigned long anchor : parts.anchors[c])
            if (anchor >= 68) return "has a feature at landmark " + std::to_string(anchor);
        for (const auto& tree : parts.forests[c]) {
            if (tree.leaf_values.size() != leaves || tree.splits.size() + 1 != leaves)
                return "has trees of different sizes";
            for (const auto& split : tree.splits)
                if (split.idx1 >= features || split.idx2 >= features) return "has a split on a feature it lacks";
            for (const auto& leaf : tree.leaf_values)
                if (leaf.size() != parts.mean.size()) return "has a leaf of another size";
        }
    }
    return {};
}

ShapeImage arranged(const Parts& parts)
{
    constexpr int lanes = ShapeView::lanes;
    const auto up = [](std::size_t n) { return static_cast<std::int32_t>((n + lanes - 1) / lanes * lanes); };
    ShapeHeader header;
    header.values = static_cast<std::int32_t>(parts.mean.size());
    header.stride = up(parts.mean.size());
    header.cascades = static_cast<std::int32_t>(parts.forests.size());
    header.trees = static_cast<std::int32_t>(parts.forests.front().size());
    header.groups = up(parts.forests.front().size()) / lanes;
    header.depth = depthOf(parts.forests.front().front().leaf_values.size());
    header.features = up(parts.anchors.front().size());
    ShapeImage image(header);
    const ShapeArrays to = image.arrays();
    std::copy_n(parts.mean.begin(), parts.mean.size(), to.mean);
    const int nodes = (1 << header.depth) - 1;
    float* leaf = to.leaves;
    for (int c = 0; c < header.cascades; ++c) {
        const auto cascade = static_cast<std::size_t>(c);
        for (std::size_t f = 0; f < parts.anchors[cascade].size(); ++f) {
            const std::size_t at = cascade * static_cast<std::size_t>(header.features) + f;
            to.anchors[at] = static_cast<std::int32_t>(2 * parts.anchors[cascade][f]);
            to.offsetX[at] = parts.offsets[cascade][f].x();
            to.offsetY[at] = parts.offsets[cascade][f].y();
        }
        for (int t = 0; t < header.trees; ++t) {
            const auto& tree = parts.forests[cascade][static_cast<std::size_t>(t)];
            for (int n = 0; n < nodes; ++n) {
                const auto& split = tree.splits[static_cast<std::size_t>(n)];
                const auto group =
                    cascade * static_cast<std::size_t>(header.groups) + static_cast<std::size_t>(t / lanes);
                const auto at = (group * static_cast<std::size_t>(nodes) + static_cast<std::size_t>(n)) * lanes +
                                static_cast<std::size_t>(t % lanes);
                to.splits[at] = static_cast<std::uint32_t>(split.idx1 | split.idx2 << 16);
                to.thresholds[at] = split.thresh;
            }
            for (const auto& value : tree.leaf_values) {
                std::copy_n(value.begin(), value.size(), leaf);
                leaf += header.stride;
            }
        }
    }
    return image;
}

/// Another path, size or time of change of dlib's file is another model.
fs::path cacheFile(const fs::path& file, const fs::path& folder)
{
    std::error_code code;
    const auto time = fs::last_write_time(file, code).time_since_epoch().count();
    const std::string key =
        fs::absolute(file).string() + '|' + std::to_string(fs::file_size(file, code)) + '|' + std::to_string(time);
    char name[40];
    std::snprintf(name, sizeof name, "shape-%016llx.bin", static_cast<unsigned long long>(hash64(key)));
    return folder / name;
}

} // namespace

Result<std::shared_ptr<const ShapeModel>> ShapeModel::load(const fs::path& file, const fs::path& cacheFolder)
{
    std::error_code code;
    if (!fs::is_regular_file(file, code))
        return Error::input("the landmark model is missing or unreadable", file.string(), remedy);
    const fs::path cached = cacheFolder.empty() ? fs::path() : cacheFile(file, cacheFolder);
    if (!cached.empty())
        if (auto image = ShapeImage::read(cached))
            return std::shared_ptr<const ShapeModel>(new ShapeModel(std::move(*image), true));

    auto bytes = files::read(file);
    if (!bytes) return Error::input("the landmark model is missing or unreadable", file.string(), remedy);
    const QByteArray raw = QByteArray::fromRawData(bytes->data(), static_cast<qsizetype>(bytes->size()));
    const std::string sha256 = QCryptographicHash::hash(raw, QCryptographicHash::Sha256).toHex().toStdString();
    Parts parts;
    try {
        parts = parse(*bytes);
    } catch (const std::exception&) { // dlib throws its own errors, and bad_alloc for absurd sizes
        return Error::input("is not a landmark model of dlib", file.string(), remedy);
    }
    if (const std::string odd = oddity(parts); !odd.empty())
        return Error::input("the landmark model " + odd, file.string(), remedy);
    ShapeImage image = arranged(parts);
    image.setSha256(sha256);
    // A second saved is no reason to fail.
    if (!cached.empty() && files::ensureFolder(cacheFolder)) (void)files::writeAtomically(cached, image.sealed());
    return std::shared_ptr<const ShapeModel>(new ShapeModel(std::move(image), false));
}

ShapeModel::ShapeModel(ShapeImage image, bool fromCache)
    : m_image(std::move(image)), m_view(m_image.view()), m_sha256(m_image.sha256()), m_fromCache(fromCache)
{
}

} // namespace mien::shape
