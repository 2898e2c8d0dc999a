// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/jobs/run_data.h"

#include "app/engine/jobs/frame_features.h"
#include "app/engine/jobs/run_material.h"
#include "core/base/text.h"
#include "core/config/run_config_json.h"
#include "core/dataset/class_check.h"
#include "core/dataset/clip_builder.h"
#include "core/dataset/conditions.h"
#include "core/dataset/label_mapping.h"
#include "core/dataset/label_shuffle.h"
#include "core/dataset/protocol.h"
#include "core/dataset/reader.h"
#include "core/dataset/sampling.h"
#include "core/eval/voting.h"

#include <algorithm>
#include <set>

namespace mien::jobs {

namespace fs = std::filesystem;

namespace {

/// A dataset of the run with what a user made of its clips.
Result<DatasetIndex> readOf(const std::string& path, const RunConfig::Dataset& dataset, const RunControl& control,
                            std::vector<Diagnostic>& diagnostics)
{
    auto index = readDataset(path, dataset.reader, control);
    if (!index) return index;
    const auto unknown = applyOverrides(*index, dataset.clips);
    if (!unknown.empty())
        diagnostics.push_back({Diagnostic::Severity::Warning, path, 0,
                               std::to_string(unknown.size()) + " clips that the run's settings name are not in " +
                                   "the dataset; the first: " + unknown.front()});
    return index;
}

Result<std::vector<DatasetIndex>> readDatasets(const RunConfig& config, const RunControl& control,
                                               std::vector<Diagnostic>& diagnostics)
{
    if (config.datasets.empty()) return Error::usage("no dataset is named", {}, "name a folder with --data");
    std::vector<DatasetIndex> indexes;
    for (const auto& dataset : config.datasets) {
        auto index = readOf(dataset.path, dataset, control, diagnostics);
        if (!index) return index.error();
        indexes.push_back(std::move(index).value());
    }
    const auto protocol = Protocol::parse(config.protocol);
    if (protocol && protocol->kind == Protocol::Kind::CrossDataset) {
        auto index = readOf(protocol->directory, config.tested, control, diagnostics);
        if (!index) return index.error();
        std::error_code code;
        for (const DatasetIndex& other : indexes)
            if (fs::equivalent(other.root, index->root, code))
                return Error::usage("the dataset to test on is one of those to train on", index->root.string());
        indexes.push_back(std::move(index).value());
    }
    std::vector<const DatasetIndex*> all;
    for (const DatasetIndex& index : indexes) all.push_back(&index);
    if (const auto sensible = checkConditions(all, config.where); !sensible) return sensible.error();
    if (const auto sensible = checkLabels(all, config.labels); !sensible) return sensible.error();
    for (DatasetIndex& index : indexes) index = relabelled(std::move(index), config.labels);
    return indexes;
}

std::string prefixOf(const std::vector<DatasetIndex>& indexes, std::size_t dataset)
{
    return std::to_string(dataset + 1) + ':' + indexes[dataset].name + '/';
}

/// Clips that can become samples. Several datasets: names get their dataset's number and name in front, so that S001
/// here and S001 there are two people.
std::vector<NamedClip> namedClips(const std::vector<DatasetIndex>& indexes, const RunConfig& config, Task task,
                                  const std::string& only)
{
    std::vector<NamedClip> named;
    for (std::size_t d = 0; d < indexes.size(); ++d) {
        const std::string prefix = indexes.size() == 1 ? std::string() : prefixOf(indexes, d);
        for (const ClipEntry& clip : indexes[d].clips) {
            const std::string id = prefix + clip.id;
            if (!only.empty() ? id != only : !isLabelledFor(clip, task) || !matches(clip, config.where)) continue;
            named.push_back({&indexes[d], &clip, id, prefix + clip.subject});
        }
    }
    return named;
}

Diagnostic note(const std::string& clip, const std::string& message)
{
    return {Diagnostic::Severity::Note, clip, 0, message};
}

int framesOf(const RunData& data, const NamedClip& named)
{
    return static_cast<int>(data.sources.at(named.id).material.track.frames.size());
}

/// The class of the network that a clip counts as; its own label where there is none.
std::string labelOf(const NamedClip& named, const ModelInfo& model)
{
    const std::string label = named.clip->label.value_or(std::string());
    const auto other = model.countedAs.find(label);
    return other == model.countedAs.end() ? label : other->second;
}

/// What the network may learn from a clip. Labels of frames that cannot be read are said and count as missing.
SampleCandidate candidateOf(const NamedClip& named, const ModelInfo& model, RunData& data)
{
    const ClipEntry& clip = *named.clip;
    SampleCandidate candidate{named.id,   named.subject,    labelOf(named, model), framesOf(data, named),
                              {},         clip.actionUnits, clip.valence,          clip.arousal,
                              clip.onset, clip.apex};
    if (data.task == Task::Classes || !clip.hasFrameLabels) return candidate;
    for (const Reader* reader : readers()) {
        if (reader->id != named.dataset->reader || !reader->frameLabels) continue;
        auto labels = reader->frameLabels(*named.dataset, clip);
        if (labels)
            candidate.frameLabels = std::move(labels).value();
        else
            data.diagnostics.push_back({Diagnostic::Severity::Warning, named.id, 0, labels.error().message()});
    }
    return candidate;
}

void applyControl(RunData& data, const RunConfig& config)
{
    if (config.control == "shuffled_labels") {
        data.samples = withShuffledLabels(std::move(data.samples), config.seed);
    } else if (config.control == "first_frame") {
        for (Sample& sample : data.samples) std::fill(sample.frames.begin(), sample.frames.end(), 0);
    }
}

/// What is not worth the time of tracking: classes the network does not have, sequences known to be too short.
void leaveOut(std::vector<NamedClip>& clips, RunData& data, const ModelInfo& model)
{
    std::map<std::string, int> foreign;
    int tooShort = 0;
    std::erase_if(clips, [&](const NamedClip& named) {
        const std::string label = labelOf(named, model);
        if (data.task == Task::Classes &&
            std::find(data.classes.begin(), data.classes.end(), label) == data.classes.end()) {
            ++foreign[label];
            return true;
        }
        if (named.clip->frameCount.value_or(data.plan.sampling.minimumFrames) < data.plan.sampling.minimumFrames) {
            ++tooShort;
            return true;
        }
        return false;
    });
    for (const auto& [label, count] : foreign)
        data.diagnostics.push_back(
            note({}, std::to_string(count) + " clips of class " + label + " left out: the network has no such class"));
    if (tooShort > 0)
        data.diagnostics.push_back(note({}, std::to_string(tooShort) + " clips left out: shorter than " +
                                                std::to_string(data.plan.sampling.minimumFrames) + " frames"));
}

/// In the words of an error.
std::string learnedBy(Task task)
{
    return task == Task::Classes ? "a label (an emotion)"
           : task == Task::Units ? "coded action units"
                                 : "valence and arousal";
}

/// Where every clip counts as a person of its own, no protocol can keep people apart.
void sayUnnamedPeople(const std::vector<DatasetIndex>& indexes, RunData& data)
{
    for (const DatasetIndex& index : indexes) {
        const bool isNamed = std::any_of(index.clips.begin(), index.clips.end(),
                                         [](const ClipEntry& clip) { return clip.subject != clip.id; });
        if (isNamed || index.clips.size() < 2) continue;
        data.diagnostics.push_back({Diagnostic::Severity::Warning,
                                    {},
                                    0,
                                    "nobody is named in " + index.name +
                                        ": each clip counts as a person of its own, so the same person may be trained "
                                        "on and tested, and intervals are over clips"});
    }
}

/// A detector in a face that was cut out already misses some and cuts others tighter.
void sayCroppedFaces(const std::vector<NamedClip>& clips, RunData& data)
{
    const auto& inputs = data.plan.inputs;
    if (std::none_of(inputs.begin(), inputs.end(), [](const ClipSpec& input) {
            return input.kind == ClipSpec::Kind::Pictures && CropKind(input).cascade();
        }))
        return;
    const auto cropped = std::count_if(clips.begin(), clips.end(), [](const NamedClip& named) {
        const auto faces = named.clip->attributes.find(facesAttribute);
        return faces != named.clip->attributes.end() && faces->second == "cropped";
    });
    if (cropped == 0) return;
    data.diagnostics.push_back({Diagnostic::Severity::Warning,
                                {},
                                0,
                                "faces were cut out already in " + std::to_string(cropped) +
                                    " clip(s), and the network looks for a face in them again: it misses some and cuts "
                                    "others tighter; networks that have the option see them whole with crop=frame"});
}

/// People none of whose clips gave a sample: they are in no fold, and no figure counts them.
void sayLostSubjects(const std::set<std::string>& all, RunData& data)
{
    constexpr std::size_t mostNamed = 10;
    std::set<std::string> lost = all;
    for (const Sample& sample : data.samples) lost.erase(sample.subject);
    if (lost.empty()) return;
    std::vector<std::string> names(lost.begin(), lost.end());
    if (names.size() > mostNamed) {
        names.resize(mostNamed);
        names.push_back("…");
    }
    data.diagnostics.push_back({Diagnostic::Severity::Warning,
                                {},
                                0,
                                std::to_string(lost.size()) + " of " + std::to_string(all.size()) +
                                    " subjects have no usable clip and are in no fold: " + text::join(names, " ")});
}

} // namespace

Result<RunData> readRunData(const RunConfig& config, const Engine& engine, const RunControl& control,
                            const std::string& only)
{
    const ModelInfo* model = engine.model(config.network);
    if (!model) return Error::usage("there is no network " + config.network, {}, "see mien-cli models");
    const auto plan = engine.inputPlan(config);
    if (!plan) return plan.error();
    auto parent = parentFor(config, *plan, engine);
    if (!parent) return parent.error();
    return readRunData(config, *model, *plan, *parent, control, only);
}

Result<RunData> readRunData(const RunConfig& config, const ModelInfo& model, const InputPlan& plan,
                            const std::optional<ParentRun>& parent, const RunControl& control, const std::string& only)
{
    RunData data;
    data.parent = parent;
    data.task = model.task;
    data.plan = plan;
    data.classes = data.plan.classes;

    const auto indexes = readDatasets(config, control, data.diagnostics);
    if (!indexes) return indexes.error();
    for (const DatasetIndex& index : *indexes)
        if (index.generated) data.generated.push_back(index.name);
    if (indexes->size() > config.datasets.size()) data.heldOutPrefix = prefixOf(*indexes, indexes->size() - 1);
    auto clips = namedClips(*indexes, config, data.task, only);
    if (only.empty() && clips.empty())
        return Error::input("no clip has what " + model.id + " learns: " + learnedBy(data.task),
                            config.datasets.front().path,
                            config.where.empty() ? "mien-cli scan says what the dataset has"
                                                 : "mien-cli scan says what the dataset has under the same --where");
    if (only.empty()) leaveOut(clips, data, model);
    if (clips.empty()) {
        std::string reason;
        for (const Diagnostic& d : data.diagnostics) reason += (reason.empty() ? ": " : ", ") + d.message;
        const bool hasLength = std::any_of(model.options.begin(), model.options.end(),
                                           [](const OptionInfo& option) { return option.name == "frames"; });
        const std::string mend = std::string("mien-cli scan says what the dataset has") +
                                 (hasLength ? "; --set frames=N takes shorter clips" : "");
        return Error::input(only.empty() ? "no clip is left to learn from" + reason : "there is no clip " + only,
                            config.datasets.front().path, only.empty() ? mend : "mien-cli scan lists the dataset");
    }
    sayCroppedFaces(clips, data);
    sayUnnamedPeople(*indexes, data);
    std::set<std::string> people;
    for (const NamedClip& named : clips) people.insert(named.subject);
    if (auto found = findFrames(clips, data, config.landmarks, control); !found) return found.error();

    for (const NamedClip& named : clips)
        if (const auto at = named.clip->attributes.find(splitAttribute); at != named.clip->attributes.end())
            data.splits[named.id] = at->second;
    for (const NamedClip& named : clips)
        if (named.clip->label) data.labels[named.id] = *named.clip->label;
    if (!only.empty()) {
        for (const NamedClip& named : clips) {
            // As the run has them; of a clip that a run would not have, as predict asks about it.
            const SampleCandidate candidate = candidateOf(named, model, data);
            data.samples = makeSamples({candidate}, data.classes, data.plan.sampling, config.seed, data.task).samples;
            if (!data.samples.empty()) continue;
            data.samples = samplesToPredict(candidate, data.plan.sampling, data.task);
            const auto label = std::find(data.classes.begin(), data.classes.end(), labelOf(named, model));
            if (label != data.classes.end())
                for (Sample& sample : data.samples) sample.label = static_cast<int>(label - data.classes.begin());
        }
        if (auto cut = cutPictures(data, control); !cut) return cut.error();
        return data;
    }
    std::vector<SampleCandidate> candidates;
    for (const NamedClip& named : clips) candidates.push_back(candidateOf(named, model, data));
    auto set = makeSamples(candidates, data.classes, data.plan.sampling, config.seed, data.task);
    data.samples = std::move(set.samples);
    data.diagnostics.insert(data.diagnostics.end(), set.notes.begin(), set.notes.end());
    sayLostSubjects(people, data);
    applyControl(data, config);
    if (auto cut = data.parent ? findFaces(data, *data.parent, control) : cutPictures(data, control); !cut)
        return cut.error();
    return data;
}

Result<std::unique_ptr<ClipSource>> clipSource(const RunData& data)
{
    const auto& inputs = data.plan.inputs;
    if (std::any_of(inputs.begin(), inputs.end(),
                    [](const ClipSpec& input) { return input.kind != ClipSpec::Kind::LandmarkGrid; })) {
        std::map<std::string, ClipMaterial> materials;
        for (const auto& [clip, source] : data.sources) materials[clip] = source.material;
        return std::unique_ptr<ClipSource>(std::make_unique<RunClipSource>(data.samples, inputs, std::move(materials)));
    }
    std::vector<Clip> clips;
    clips.reserve(data.samples.size());
    for (const Sample& sample : data.samples) {
        auto clip = buildClip(sample, data.sources.at(sample.clip).material, inputs);
        if (!clip) return clip.error();
        clips.push_back(std::move(clip).value());
    }
    return std::unique_ptr<ClipSource>(std::make_unique<MemoryClipSource>(std::move(clips)));
}

std::vector<int> foldsWith(const std::filesystem::path& run, const std::string& file)
{
    std::vector<int> folds;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(run, code)) {
        const std::string name = entry.path().filename().string();
        const auto number = text::startsWith(name, "fold-") ? text::toInt(name.substr(5)) : std::nullopt;
        if (number && std::filesystem::exists(entry.path() / file, code)) folds.push_back(static_cast<int>(*number));
    }
    std::sort(folds.begin(), folds.end());
    return folds;
}

bool isRunOf(const RunConfig& stored, RunConfig asked, const std::filesystem::path& folder)
{
    asked = located(std::move(asked), folder);
    if (const auto found = stored.options.find("micro_batch"); found != stored.options.end())
        asked.options.insert(*found);
    asked.parentWeights = stored.parentWeights; // what resumes a run compares these
    if (asked.weightsHash.empty()) asked.weightsHash = stored.weightsHash;
    return toJson(asked) == toJson(located(stored, folder));
}

std::vector<Prediction> combined(std::vector<Prediction> predictions, const std::vector<Sample>& samples,
                                 const OptionValues& options)
{
    const auto chosen = options.find("vote");
    const auto vote = chosen == options.end() ? std::nullopt : voteFromName(chosen->second);
    if (!vote) return predictions;
    std::map<std::string, std::string> clipOf;
    for (const Sample& sample : samples) clipOf[sample.id] = sample.clip;
    return votedByClip(predictions, clipOf, *vote);
}

Result<RunConfig> configOf(const fs::path& folder)
{
    auto config = RunFolder(folder).config();
    if (!config) return config;
    for (auto& dataset : config->datasets) {
        std::error_code code;
        const fs::path near = (folder / dataset.relativePath).lexically_normal();
        if (!dataset.relativePath.empty() && fs::exists(near, code)) dataset.path = near.string();
    }
    const fs::path near = (folder / config->parentRelativePath).lexically_normal();
    if (!config->parentRelativePath.empty() && RunFolder(near).exists()) config->parentRun = near.string();
    return config;
}

RunConfig located(RunConfig config, const fs::path& folder)
{
    for (auto& dataset : config.datasets) {
        const fs::path absolute = fs::absolute(dataset.path).lexically_normal();
        dataset.path = absolute.string();
        std::error_code code;
        dataset.relativePath = fs::relative(absolute, fs::absolute(folder), code).string();
    }
    if (!config.parentRun.empty()) {
        const fs::path absolute = fs::absolute(config.parentRun).lexically_normal();
        std::error_code code;
        config.parentRun = absolute.string();
        config.parentRelativePath = fs::relative(absolute, fs::absolute(folder), code).string();
    }
    for (std::string* file : {&config.weights, &config.weightsMap}) {
        std::error_code code; // a map may be a built-in one, of which there is no file
        if (fs::exists(*file, code)) *file = fs::absolute(*file).lexically_normal().string();
    }
    return config;
}

std::vector<std::string> dataFolders(const RunConfig& config)
{
    std::vector<std::string> folders;
    for (const auto& dataset : config.datasets) folders.push_back(dataset.path);
    const auto protocol = Protocol::parse(config.protocol, config.network);
    if (protocol && protocol->kind == Protocol::Kind::CrossDataset) folders.push_back(protocol->directory);
    return folders;
}

RunConfig withData(RunConfig config, const fs::path& data)
{
    config.datasets = {{fs::absolute(data).lexically_normal().string(), {}, {}}};
    config.where.clear();
    if (text::startsWith(config.protocol, "cross:"))
        config.protocol = RunConfig().protocol; // `data` stands for its DIR
    config.tested = {};
    if (config.control == "shuffled_labels") config.control = "none"; // of the training; these labels are to be met
    return config;
}

} // namespace mien::jobs
