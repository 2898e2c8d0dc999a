// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/train/checkpoint.h"

#include "core/base/files.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace mien {

namespace {

using TensorDict = c10::Dict<std::string, torch::Tensor>;

/// Parameters and buffers by name; the tensors are those of the network.
std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const Network& network)
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const auto& item : network.named_parameters()) tensors.emplace_back(item.key(), item.value());
    for (const auto& item : network.named_buffers()) tensors.emplace_back(item.key(), item.value());
    return tensors;
}

c10::IValue pack(const std::vector<std::pair<std::string, torch::Tensor>>& tensors)
{
    TensorDict dict;
    for (const auto& [name, tensor] : tensors) dict.insert(name, tensor.detach().cpu());
    return dict;
}

/// Copies into the given tensors. Throws std::runtime_error when one is missing or has another shape.
void unpack(const c10::IValue& value, const std::vector<std::pair<std::string, torch::Tensor>>& tensors)
{
    const torch::NoGradGuard noGrad;
    const auto dict = value.toGenericDict();
    if (dict.size() != tensors.size()) throw std::runtime_error("it holds other weights than this network has");
    for (auto [name, tensor] : tensors) {
        const auto it = dict.find(name);
        if (it == dict.end() || it->value().toTensor().sizes() != tensor.sizes())
            throw std::runtime_error("it does not hold the weights " + name + " of this network");
        tensor.copy_(it->value().toTensor());
    }
}

constexpr std::int64_t historyColumns = 10;
constexpr std::int64_t withoutScores = 7; ///< columns of checkpoints before those of TaskScores

torch::Tensor packHistory(const std::vector<EpochMetrics>& history)
{
    torch::Tensor table = torch::empty({static_cast<std::int64_t>(history.size()), historyColumns}, torch::kFloat64);
    double* out = table.data_ptr<double>();
    for (const EpochMetrics& row : history)
        for (const double value : {static_cast<double>(row.fold), static_cast<double>(row.epoch), row.trainLoss,
                                   row.trainAccuracy, row.validationLoss, row.validationAccuracy, row.learningRate,
                                   row.validation.map, row.validation.cccValence, row.validation.cccArousal})
            *out++ = value;
    return table;
}

std::vector<EpochMetrics> unpackHistory(const torch::Tensor& table)
{
    const std::int64_t columns = table.dim() == 2 ? table.size(1) : 0;
    if ((columns != historyColumns && columns != withoutScores) || table.scalar_type() != torch::kFloat64)
        throw std::runtime_error("its history is damaged");
    std::vector<EpochMetrics> history;
    const torch::Tensor rows = table.contiguous();
    const double* in = rows.data_ptr<double>();
    for (std::int64_t i = 0; i < rows.size(0); ++i, in += columns) {
        history.push_back({static_cast<int>(in[0]), static_cast<int>(in[1]), in[2], in[3], in[4], in[5], in[6]});
        if (columns == historyColumns) history.back().validation = {in[7], in[8], in[9]};
    }
    return history;
}

c10::IValue take(torch::serialize::InputArchive& archive, const std::string& key)
{
    c10::IValue value;
    archive.read(key, value);
    return value;
}

} // namespace

Result<void> writeCheckpoint(const std::filesystem::path& file, const std::string& fingerprint, const Network& network,
                             const Optimiser* optimiser, const TrainingProgress& progress)
{
    torch::serialize::OutputArchive archive;
    archive.write("fingerprint", c10::IValue(fingerprint));
    archive.write("weights", pack(tensorsOf(network)));
    archive.write("optimiser",
                  pack(optimiser ? optimiser->state() : std::vector<std::pair<std::string, torch::Tensor>>{}));
    archive.write("epoch", c10::IValue(progress.epoch));
    archive.write("updates", c10::IValue(progress.updates));
    archive.write("best_epoch", c10::IValue(progress.bestEpoch));
    archive.write("best_loss", c10::IValue(progress.bestLoss));
    archive.write("history", c10::IValue(packHistory(progress.history)));
    // Straight to the disk: a checkpoint takes as much as the network in training, and would in memory come on top.
    auto out = files::AtomicFile::create(file);
    if (!out) return out.error();
    Result<void> written;
    archive.save_to([&](const void* data, std::size_t size) {
        if (written) written = out->write({static_cast<const char*>(data), size});
        return size;
    });
    return written ? out->commit() : written;
}

Result<TrainingProgress> readCheckpoint(const std::filesystem::path& file, const std::string& fingerprint,
                                        Network* network, const Optimiser* optimiser)
{
    const std::string remedy = "delete the folder " + file.parent_path().filename().string() +
                               " and resume: this fold is trained again, the others are kept";
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error::input(std::string("the checkpoint cannot be opened: ") + std::strerror(errno), file.string(),
                            errno == ENOENT ? remedy : "see that it may be read, then resume");
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(stream, torch::Device(torch::kCPU));
        if (!fingerprint.empty() && take(archive, "fingerprint").toStringRef() != fingerprint)
            return Error::usage("the checkpoint belongs to other settings or samples", file.string(),
                                "resume with the run's own run.json and data, or train into another folder");
        if (network) unpack(take(archive, "weights"), tensorsOf(*network));
        if (optimiser) unpack(take(archive, "optimiser"), optimiser->state());
        TrainingProgress progress;
        progress.epoch = take(archive, "epoch").toInt();
        progress.updates = take(archive, "updates").toInt();
        progress.bestEpoch = take(archive, "best_epoch").toInt();
        progress.bestLoss = take(archive, "best_loss").toDouble();
        progress.history = unpackHistory(take(archive, "history").toTensor());
        return progress;
    } catch (const c10::Error& error) {
        return Error::input(std::string("the checkpoint cannot be read: ") + error.what_without_backtrace(),
                            file.string(), remedy);
    } catch (const std::exception& error) {
        return Error::input(std::string("the checkpoint cannot be used: ") + error.what(), file.string(), remedy);
    }
}

} // namespace mien
