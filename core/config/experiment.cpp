// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/experiment.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/object_reader.h"
#include "core/config/run_config_json.h"
#include "core/dataset/protocol.h"

#include <QJsonDocument>

#include <algorithm>
#include <map>

namespace mien {

namespace {

namespace fs = std::filesystem;

/// A row of a block's table.
struct Setting
{
    std::string name;
    std::string preset = "recommended";
    std::string precision = "float32";
    std::map<std::string, std::string> options, labels, where;
};

struct Block
{
    std::string title;
    std::vector<std::string> data, networks, protocols = {"subject-kfold:6"}, seeds = {"1"}, controls = {"none"};
    std::string controlProtocol; ///< of what is no "none"; empty = as the others
    /// The cells of this block, network and setting, protocol, control and seed as the child's, come before.
    struct Parent
    {
        std::string block, network, setting;
    } parent;
    std::vector<Setting> settings = {{}};
};

/// Letters that every file system takes.
std::string slug(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
        if (plain)
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out;
}

class ExperimentReader
{
public:
    ExperimentReader(fs::path file, fs::path output) : m_file(std::move(file)), m_output(std::move(output)) {}

    Result<Experiment> read()
    {
        const auto content = files::read(m_file);
        if (!content) return content.error();
        QJsonParseError fault;
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*content), &fault);
        if (!document.isObject())
            return Error::input("is no JSON object: " + fault.errorString().toStdString(), m_file.string());
        ObjectReader reader(document.object(), m_file.string());
        reader.text("title", m_experiment.title);
        const QJsonValue generated = reader.take("generate");
        const QJsonValue blocks = reader.take("blocks");
        if (auto error = reader.finish()) return *error;
        if (auto error = readAll(generated, "generate", &ExperimentReader::readGenerated)) return *error;
        if (auto error = readAll(blocks, "blocks", &ExperimentReader::readBlock)) return *error;
        if (m_experiment.cells.empty())
            return Error::input("asks for no run", m_file.string(), "give blocks with data and networks");
        return std::move(m_experiment);
    }

private:
    using Member = std::optional<Error> (ExperimentReader::*)(const QJsonObject&, const std::string& where);

    std::optional<Error> readAll(const QJsonValue& value, const std::string& key, Member member)
    {
        if (value.isUndefined()) return std::nullopt;
        if (!value.isArray()) return Error::input("'" + key + "' must be a list of objects", m_file.string());
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i) {
            const std::string where = m_file.string() + ", " + key + "[" + std::to_string(i) + "]";
            if (!list[i].isObject()) return Error::input("must be an object", where);
            if (auto error = (this->*member)(list[i].toObject(), where)) return error;
        }
        return std::nullopt;
    }

    std::optional<Error> readGenerated(const QJsonObject& object, const std::string& where)
    {
        GeneratedData data;
        ObjectReader reader(object, where, "key of generated data");
        reader.text("folder", data.folder);
        reader.text("layout", data.layout);
        reader.count("subjects", data.subjects);
        reader.seed("seed", data.seed);
        reader.count("width", data.width);
        reader.count("height", data.height);
        reader.texts("settings", data.settings);
        if (auto error = reader.finish()) return error;
        if (data.folder.empty() || slug(data.folder) != data.folder)
            return Error::input("'folder' must be a plain name", where, "as in \"faces\"");
        m_experiment.generated.push_back(std::move(data));
        return std::nullopt;
    }

    std::optional<Error> readSettings(const QJsonValue& value, const std::string& where, std::vector<Setting>& settings)
    {
        if (value.isUndefined()) return std::nullopt;
        if (!value.isArray()) return Error::input("'settings' must be a list of objects", where);
        settings.clear();
        for (const QJsonValue& entry : value.toArray()) {
            if (!entry.isObject()) return Error::input("'settings' must be a list of objects", where);
            Setting setting;
            ObjectReader reader(entry.toObject(), where + ", settings");
            reader.text("name", setting.name);
            reader.text("preset", setting.preset);
            reader.text("precision", setting.precision);
            reader.texts("set", setting.options);
            reader.texts("labels", setting.labels);
            reader.texts("where", setting.where);
            if (auto error = reader.finish()) return error;
            settings.push_back(std::move(setting));
        }
        return std::nullopt;
    }

    std::optional<Error> readBlock(const QJsonObject& object, const std::string& where)
    {
        Block block;
        ObjectReader reader(object, where, "key of a block");
        reader.text("title", block.title);
        reader.list("data", block.data);
        reader.list("networks", block.networks);
        reader.list("protocols", block.protocols);
        reader.list("seeds", block.seeds);
        reader.list("controls", block.controls);
        reader.text("control_protocol", block.controlProtocol);
        const QJsonValue parent = reader.take("parent");
        const QJsonValue settings = reader.take("settings");
        bool fullSize = false;
        reader.flag("full_size", fullSize);
        if (auto error = reader.finish()) return error;
        if (!parent.isUndefined()) {
            ObjectReader of(parent.toObject(), where + ", parent");
            of.text("block", block.parent.block);
            of.text("network", block.parent.network);
            of.text("setting", block.parent.setting);
            if (auto error = of.finish()) return error;
            if (block.parent.network.empty()) return Error::input("names no network", where + ", parent");
        }
        if (auto error = readSettings(settings, where, block.settings)) return error;
        if (block.data.empty()) return Error::input("names no data", where);
        if (block.networks.empty()) return Error::input("names no network", where);
        if (block.protocols.empty() || block.seeds.empty() || block.controls.empty() || block.settings.empty())
            return Error::input("an empty list of protocols, seeds, controls or settings asks for no run", where,
                                "leave the key out: the default is used");
        auto& counted = m_experiment.fullSize;
        for (const std::string& network : block.networks)
            if (fullSize && std::find(counted.begin(), counted.end(), network) == counted.end())
                counted.push_back(network);
        for (const std::string& network : block.networks)
            for (const std::string& protocol : block.protocols)
                for (const Setting& setting : block.settings)
                    for (const std::string& control : block.controls)
                        for (const std::string& seed : block.seeds)
                            if (auto error = addCell(block, network, protocol, setting, control, seed, where))
                                return error;
        return std::nullopt;
    }

    std::string dataPath(const std::string& name) const
    {
        for (const GeneratedData& data : m_experiment.generated)
            if (data.folder == name) return (m_output / "data" / name).string();
        return (m_file.parent_path() / name).lexically_normal().string();
    }

    std::optional<Error> addCell(const Block& block, const std::string& network, const std::string& protocol,
                                 const Setting& setting, const std::string& control, const std::string& seed,
                                 const std::string& where)
    {
        const auto number = text::toInt(seed);
        if (!number || *number < 0) return Error::input("'" + seed + "' is no seed", where);
        ExperimentCell cell;
        cell.block = block.title;
        cell.setting = setting.name;
        RunConfig& config = cell.config;
        for (const std::string& data : block.data)
            config.datasets.push_back({fs::absolute(dataPath(data)).string(), {}, {}});
        config.network = network;
        cell.protocol = control != "none" && !block.controlProtocol.empty() ? block.controlProtocol : protocol;
        config.protocol = cell.protocol;
        if (const auto parsed = Protocol::parse(cell.protocol);
            parsed && parsed->kind == Protocol::Kind::CrossDataset && !parsed->directory.empty())
            config.protocol = "cross:" + fs::absolute(dataPath(parsed->directory)).string();
        config.preset = setting.preset;
        config.precision = setting.precision;
        config.options = setting.options;
        config.labels = setting.labels;
        config.where = setting.where;
        config.control = control;
        config.seed = static_cast<std::uint64_t>(*number);
        if (auto sensible = checkRunConfig(config); !sensible)
            return Error::input(sensible.error().what, where, sensible.error().remedy);
        const auto named = [&](const std::string& title, const std::string& of, const std::string& as) {
            std::string name;
            for (const std::string& part :
                 {title, of, as, cell.protocol, control == "none" ? std::string() : control, "seed " + seed})
                if (!part.empty()) name += (name.empty() ? "" : ",") + slug(part);
            return name;
        };
        cell.name = named(block.title, network, setting.name);
        if (!block.parent.network.empty()) {
            config.parentRun = named(block.parent.block, block.parent.network, block.parent.setting);
            if (!m_configs.count(config.parentRun))
                return Error::input("has no parent '" + config.parentRun + "'", where,
                                    "list the parent's block before, with the same protocols, controls and seeds");
        }
        const auto [known, isNew] = m_configs.try_emplace(cell.name, toJson(config));
        if (!isNew) {
            // A control that two protocols share is one run; all else would be lost in silence.
            if (control != "none" && known->second == toJson(config)) return std::nullopt;
            return Error::input("two runs would have the name '" + cell.name + "'", where,
                                "give blocks titles and settings names that differ in letters or digits");
        }
        m_experiment.cells.push_back(std::move(cell));
        return std::nullopt;
    }

    fs::path m_file, m_output;
    Experiment m_experiment;
    std::map<std::string, std::string> m_configs; ///< by name of the cell
};

} // namespace

Result<Experiment> readExperiment(const std::filesystem::path& file, const std::filesystem::path& output)
{
    return ExperimentReader(file, output).read();
}

} // namespace mien
