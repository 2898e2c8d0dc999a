// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exchange/state_dict.h"

#include "core/base/text.h"
#include "models/exchange/pickle.h"

#include <caffe2/serialize/inline_container.h>
#include <torch/script.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

namespace mien {

namespace {

using caffe2::serialize::PyTorchStreamReader;

torch::Dtype typeOf(const std::string& storage)
{
    static const std::map<std::string, torch::Dtype> types = {
        {"FloatStorage", torch::kFloat32},     {"DoubleStorage", torch::kFloat64}, {"HalfStorage", torch::kFloat16},
        {"BFloat16Storage", torch::kBFloat16}, {"LongStorage", torch::kInt64},     {"IntStorage", torch::kInt32},
        {"ShortStorage", torch::kInt16},       {"CharStorage", torch::kInt8},      {"ByteStorage", torch::kUInt8},
        {"BoolStorage", torch::kBool}};
    const auto found = types.find(storage);
    if (found == types.end()) throw std::runtime_error("it holds numbers of a type that is not read: " + storage);
    return found->second;
}

torch::Tensor rowOf(PyTorchStreamReader& archive, const std::string& type, const std::string& key)
{
    const auto options = torch::TensorOptions(typeOf(type));
    auto [data, size] = archive.getRecord("data/" + key);
    const auto count = static_cast<std::int64_t>(size / options.dtype().itemsize());
    const auto owner = std::make_shared<at::DataPtr>(std::move(data));
    return torch::from_blob(
        owner->get(), {count}, [owner](void*) {}, options);
}

StateDict tensorsOf(const Pickle::Value& dict)
{
    using Kind = Pickle::Value::Kind;
    StateDict tensors;
    if (dict.kind != Kind::Dict) return tensors;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2)
        if (dict.items[i]->kind == Kind::Text && dict.items[i + 1]->kind == Kind::Tensor)
            tensors[dict.items[i]->text] = dict.items[i + 1]->tensor;
    return tensors;
}

/// Of the dictionary itself, or of the one below it that holds a model's tensors beside other things of a training.
StateDict modelTensors(const Pickle::Value& root)
{
    StateDict tensors = tensorsOf(root);
    for (const std::string name : {"state_dict", "model_state_dict", "model"})
        for (std::size_t i = 0; tensors.empty() && root.kind == Pickle::Value::Kind::Dict && i + 1 < root.items.size();
             i += 2)
            if (root.items[i]->text == name) tensors = tensorsOf(*root.items[i + 1]);
    return tensors;
}

StateDict pickledTensors(PyTorchStreamReader& archive)
{
    std::map<std::string, torch::Tensor> rows; // storages may be shared
    const auto storages = [&](const std::string& type, const std::string& key) {
        auto& row = rows[type + " " + key];
        if (!row.defined()) row = rowOf(archive, type, key);
        return row;
    };
    if (archive.hasRecord("byteorder")) {
        const auto [order, size] = archive.getRecord("byteorder");
        if (std::string_view(static_cast<const char*>(order.get()), size) != "little")
            throw std::runtime_error("it was written by a machine with another order of bytes");
    }
    const auto [data, size] = archive.getRecord("data.pkl");
    const Pickle pickle({static_cast<const char*>(data.get()), size}, storages);
    return modelTensors(pickle.root());
}

/// Of a TorchScript module, or the dictionary that our checkpoints keep in one.
StateDict moduleTensors(const std::filesystem::path& file)
{
    const torch::jit::Module module = torch::jit::load(file.string(), torch::Device(torch::kCPU));
    StateDict tensors;
    for (const auto& item : module.named_parameters()) tensors[item.name] = item.value;
    for (const auto& item : module.named_buffers()) tensors[item.name] = item.value;
    if (!tensors.empty() || !module.hasattr("weights")) return tensors;
    const c10::IValue weights = module.attr("weights");
    if (!weights.isGenericDict()) return tensors;
    for (const auto& item : weights.toGenericDict())
        if (item.key().isString() && item.value().isTensor())
            tensors[item.key().toStringRef()] = item.value().toTensor();
    return tensors;
}

/// Why these bytes at the beginning of a file are not those of a zip archive; nothing if they are.
std::optional<Error> foreign(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    char head[4] = {};
    std::error_code code;
    if (std::filesystem::is_directory(file, code) || !stream)
        return Error::input("the weights cannot be read", file.string(), "name a file that torch.save wrote");
    stream.read(head, sizeof head);
    const std::string_view begin(head, static_cast<std::size_t>(stream.gcount()));
    if (begin == "PK\3\4") return std::nullopt;
    if (text::startsWith(begin, "\x80\x02"))
        return Error::input("the weights are in the format of PyTorch before 1.6", file.string(),
                            "load them in Python and save them again");
    return Error::input("the file is none that torch.save wrote", file.string(),
                        "save the weights with torch.save(model.state_dict(), file)");
}

/// Whether `name` is one of `names`, or belongs to a layer that is.
const std::string* matching(const std::string& name, const std::vector<std::string>& names)
{
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& other) {
        return name == other || text::startsWith(name, other + ".");
    });
    return found == names.end() ? nullptr : &*found;
}

/// The entry of `entries` that names `name` or its layer, the longest first.
template <typename T>
typename std::map<std::string, T>::const_iterator entryFor(const std::string& name,
                                                           const std::map<std::string, T>& entries)
{
    for (std::string key = name;;) {
        if (const auto found = entries.find(key); found != entries.end()) return found;
        const std::size_t dot = key.rfind('.');
        if (dot == std::string::npos) return entries.end();
        key.resize(dot);
    }
}

std::string shown(torch::IntArrayRef sizes)
{
    std::vector<std::string> numbers;
    for (const std::int64_t size : sizes) numbers.push_back(std::to_string(size));
    return numbers.empty() ? "one number" : text::join(numbers, "x");
}

/// Tensors under our names, and what of the map met one.
class Renaming
{
public:
    explicit Renaming(const WeightsMap& map) : m_map(map) {}

    /// Our name; nothing for what is ignored.
    std::optional<std::string> nameFor(const std::string& theirs)
    {
        if (const std::string* ignored = matching(theirs, m_map.ignore)) {
            m_met.insert(*ignored);
            return std::nullopt;
        }
        const auto entry = entryFor(theirs, m_map.names);
        if (entry == m_map.names.end()) return theirs;
        m_met.insert(entry->first);
        return entry->second + theirs.substr(entry->first.size());
    }

    torch::Tensor permuted(const std::string& theirs, const torch::Tensor& tensor)
    {
        const auto entry = entryFor(theirs, m_map.permute);
        if (entry == m_map.permute.end()) return tensor;
        m_met.insert(entry->first);
        // Of a layer: its weights have as many dimensions, its bias has fewer.
        return static_cast<std::size_t>(tensor.dim()) == entry->second.size() ? tensor.permute(entry->second) : tensor;
    }

    /// Names in the map that the file does not have.
    std::vector<std::string> unmet() const
    {
        std::vector<std::string> names;
        const auto add = [&](const std::string& name) {
            if (m_met.count(name) == 0) names.push_back(name);
        };
        for (const auto& [name, ours] : m_map.names) add(name);
        for (const auto& [name, order] : m_map.permute) add(name);
        for (const std::string& name : m_map.ignore) add(name);
        return names;
    }

private:
    const WeightsMap& m_map;
    std::set<std::string> m_met;
};

/// "; <what>: a, b" behind `text`, where there are any.
void append(std::string& text, const char* what, const std::vector<std::string>& names)
{
    if (names.empty()) return;
    text += text.empty() ? "" : "; ";
    text += what;
    text += ": " + text::join(names, ", ");
}

} // namespace

Result<StateDict> readStateDict(const std::filesystem::path& file)
{
    if (auto error = foreign(file)) return *error;
    try {
        PyTorchStreamReader archive(file.string());
        StateDict tensors = archive.hasRecord("constants.pkl") ? moduleTensors(file) : pickledTensors(archive);
        if (tensors.empty())
            return Error::input("the file holds no dictionary of tensors", file.string(),
                                "save the weights with torch.save(model.state_dict(), file)");
        return tensors;
    } catch (const c10::Error&) {
        return Error::input("the weights cannot be read: the file is damaged, or torch.save did not write it",
                            file.string(), "copy or save it again");
    } catch (const std::bad_alloc&) {
        return Error::input("the weights are larger than memory", file.string());
    } catch (const std::exception& error) {
        return Error::input(std::string("the weights cannot be read: ") + error.what(), file.string(),
                            "save them with torch.save(model.state_dict(), file)");
    }
}

Result<void> loadWeights(Network& network, const StateDict& weights, const WeightsMap& map, const std::string& where)
{
    const torch::NoGradGuard noGrad;
    std::map<std::string, torch::Tensor> ours;
    for (const auto& item : network.named_parameters()) ours[item.key()] = item.value();
    for (const auto& item : network.named_buffers()) ours[item.key()] = item.value();
    Renaming renaming(map);
    std::map<std::string, torch::Tensor> found;
    std::vector<std::string> leftOver, misshaped, missing;
    for (const auto& [name, tensor] : weights) {
        const std::string theirs = text::startsWith(name, map.prefix) ? name.substr(map.prefix.size()) : name;
        const auto target = renaming.nameFor(theirs);
        if (!target || matching(*target, map.keep)) continue;
        const torch::Tensor values = renaming.permuted(theirs, tensor);
        const auto place = ours.find(*target);
        if (place == ours.end() || found.count(*target) > 0)
            leftOver.push_back(name);
        else if (values.sizes() != place->second.sizes())
            misshaped.push_back(*target + " (" + shown(values.sizes()) + ", here " + shown(place->second.sizes()) +
                                ")");
        found[*target] = values;
    }
    for (const auto& [name, tensor] : ours)
        if (found.count(name) == 0 && !matching(name, map.keep) && !text::endsWith(name, "num_batches_tracked"))
            missing.push_back(name);
    std::string problems;
    append(problems, "missing", missing);
    append(problems, "not in the network", leftOver);
    append(problems, "of another shape", misshaped);
    append(problems, "in the map but not in the file", renaming.unmet());
    if (!problems.empty())
        return Error::input("the weights do not fit the network; " + problems, where,
                            "rename, ignore or keep tensors with weights_map=FILE");
    for (const auto& [name, values] : found) ours.at(name).copy_(values);
    return {};
}

Result<void> readWeights(Network& network, const StartingWeights& weights)
{
    const auto tensors = readStateDict(weights.file);
    if (!tensors) return tensors.error();
    return loadWeights(network, *tensors, weights.map, weights.file.string());
}

} // namespace mien
