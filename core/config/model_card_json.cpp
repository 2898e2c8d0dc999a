// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/model_card_json.h"

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/config/object_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <set>

namespace mien {

namespace {

constexpr const char* formatName = "mien-model";
constexpr int formatVersion = 1;
constexpr const char* what = "key of a model's description";

template <typename T> struct Name
{
    T value;
    const char* name;
};

using Kind = ClipSpec::Kind;
using Coordinates = ClipSpec::Coordinates;
using Crop = ClipSpec::Crop;
using Layout = ClipSpec::Layout;
using Values = ClipSpec::Values;
using Rule = SamplingPlan::Rule;

constexpr std::array<Name<Kind>, 3> kinds = {
    {{Kind::LandmarkGrid, "landmarks"}, {Kind::Pictures, "pictures"}, {Kind::Features, "features"}}};
constexpr std::array<Name<Coordinates>, 2> coordinates = {{{Coordinates::Image, "image"}, {Coordinates::Face, "face"}}};
constexpr std::array<Name<Crop>, 13> crops = {{{Crop::Frame, "frame"},
                                               {Crop::Landmarks, "landmarks"},
                                               {Crop::LbpFace, "lbp_face"},
                                               {Crop::LbpFaceTracked, "lbp_face_tracked"},
                                               {Crop::HaarFace, "haar_face"},
                                               {Crop::LeftEye, "left_eye"},
                                               {Crop::RightEye, "right_eye"},
                                               {Crop::Nose, "nose"},
                                               {Crop::Mouth, "mouth"},
                                               {Crop::LeftBrow, "left_brow"},
                                               {Crop::RightBrow, "right_brow"},
                                               {Crop::BothEyes, "both_eyes"},
                                               {Crop::EyesAndBrows, "eyes_and_brows"}}};
constexpr std::array<Name<Layout>, 3> layouts = {
    {{Layout::Stacked, "stacked"}, {Layout::FramesFirst, "frames_first"}, {Layout::ChannelsFirst, "channels_first"}}};
constexpr std::array<Name<Values>, 3> valueRanges = {
    {{Values::Unit, "unit"}, {Values::Raw, "raw"}, {Values::ImageNet, "imagenet"}}};
constexpr std::array<Name<Rule>, 8> rules = {{{Rule::Even, "even"},
                                              {Rule::Last, "last"},
                                              {Rule::LateFusionPair, "late_fusion_pair"},
                                              {Rule::Windows, "windows"},
                                              {Rule::Segments, "segments"},
                                              {Rule::NeutralAndPeaks, "neutral_and_peaks"},
                                              {Rule::AnnotatedFrames, "annotated_frames"},
                                              {Rule::AnnotatedWindows, "annotated_windows"}}};
constexpr std::array<Name<Task>, 3> tasks = {
    {{Task::Classes, "classes"}, {Task::Units, "units"}, {Task::Affect, "affect"}}};
constexpr std::array<Name<ModelCard::Output>, 2> outputs = {
    {{ModelCard::Output::Logits, "logits"}, {ModelCard::Output::Probabilities, "probabilities"}}};

template <typename T, std::size_t N> QString named(T value, const std::array<Name<T>, N>& names)
{
    const auto found = std::find_if(names.begin(), names.end(), [&](const Name<T>& n) { return n.value == value; });
    return QString::fromLatin1(found->name);
}

template <typename T, std::size_t N>
void choose(ObjectReader& reader, const char* key, T& value, const std::array<Name<T>, N>& names)
{
    std::string text = named(value, names).toStdString();
    reader.text(key, text);
    std::vector<std::string> known;
    for (const Name<T>& name : names) {
        if (text == name.name) {
            value = name.value;
            return;
        }
        known.emplace_back(name.name);
    }
    reader.fail(key, "must be one of " + text::join(known, ", ") + ", not '" + text + "'");
}

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

template <typename T> QJsonArray array(const std::vector<T>& values)
{
    QJsonArray list;
    for (const T& value : values) {
        if constexpr (std::is_same_v<T, std::string>)
            list.append(qt(value));
        else
            list.append(static_cast<qint64>(value));
    }
    return list;
}

QJsonObject object(const std::map<std::string, std::string>& values)
{
    QJsonObject entries;
    for (const auto& [key, value] : values) entries[qt(key)] = qt(value);
    return entries;
}

QJsonObject toObject(const ModelInput& input)
{
    const ClipSpec& spec = input.spec;
    QJsonObject entry{{QStringLiteral("name"), qt(input.name)},
                      {QStringLiteral("shape"), array(spec.shape())},
                      {QStringLiteral("kind"), named(spec.kind, kinds)},
                      {QStringLiteral("frames"), spec.frames}};
    if (!spec.steps.empty()) entry[QStringLiteral("steps")] = array(spec.steps);
    if (spec.kind == Kind::LandmarkGrid) {
        entry[QStringLiteral("coordinates")] = named(spec.coordinates, coordinates);
        entry[QStringLiteral("dead_zone")] = input.deadZone;
        entry[QStringLiteral("scale")] = input.scale;
        return entry;
    }
    entry[QStringLiteral("width")] = spec.width;
    if (spec.kind == Kind::Features) return entry;
    entry[QStringLiteral("height")] = spec.height;
    entry[QStringLiteral("channels")] = spec.channels;
    entry[QStringLiteral("order")] = spec.channels == 1 ? QStringLiteral("grey")
                                     : spec.bgr         ? QStringLiteral("bgr")
                                                        : QStringLiteral("rgb");
    entry[QStringLiteral("crop")] = named(spec.crop, crops);
    entry[QStringLiteral("layout")] = named(spec.layout, layouts);
    entry[QStringLiteral("values")] = named(spec.values, valueRanges);
    return entry;
}

/// Numbers of a list; a fault of `reader` where there are others.
std::vector<int> numbers(ObjectReader& reader, const char* key)
{
    std::vector<int> list;
    const QJsonValue value = reader.take(key);
    if (value.isUndefined()) return list;
    for (const QJsonValue& entry : value.toArray()) list.push_back(entry.toInt(-1));
    if (!value.isArray() || std::any_of(list.begin(), list.end(), [](int n) { return n < 0; }))
        reader.fail(key, "must be a list of whole numbers");
    return list;
}

void readPictures(ObjectReader& reader, ClipSpec& spec)
{
    spec.channels = 3;
    reader.count("height", spec.height);
    reader.count("channels", spec.channels);
    std::string order = spec.channels == 1 ? "grey" : "rgb";
    reader.text("order", order);
    spec.bgr = order == "bgr";
    if (spec.channels == 1 ? order != "grey" : order != "rgb" && order != "bgr")
        reader.fail("order", "must be rgb or bgr for three channels, grey for one");
    choose(reader, "crop", spec.crop, crops);
    choose(reader, "layout", spec.layout, layouts);
    choose(reader, "values", spec.values, valueRanges);
    if (spec.channels != 1 && spec.channels != 3) reader.fail("channels", "must be 1 or 3");
    if (spec.values == Values::ImageNet && spec.channels != 3) reader.fail("values", "imagenet needs three channels");
}

std::optional<Error> readInput(const QJsonValue& value, const std::string& where, ModelInput& input)
{
    if (!value.isObject()) return Error::input("must be an object", where);
    constexpr int most = 100000; // frames, pixels, values: what no memory holds is an error of writing
    ObjectReader reader(value.toObject(), where, what);
    ClipSpec& spec = input.spec;
    reader.text("name", input.name);
    const std::vector<int> shape = numbers(reader, "shape");
    choose(reader, "kind", spec.kind, kinds);
    reader.count("frames", spec.frames);
    spec.steps = numbers(reader, "steps");
    if (spec.kind == Kind::LandmarkGrid) {
        choose(reader, "coordinates", spec.coordinates, coordinates);
        reader.number("dead_zone", input.deadZone);
        reader.number("scale", input.scale);
    } else {
        reader.count("width", spec.width);
        if (spec.kind == Kind::Pictures) readPictures(reader, spec);
        if (spec.width < 1 || spec.width > most) reader.fail("width", "must be 1 to 100000");
        if (spec.kind == Kind::Pictures && (spec.height < 1 || spec.height > most))
            reader.fail("height", "must be 1 to 100000");
    }
    if (input.name.empty()) reader.fail("name", "is missing");
    if (spec.frames < 1 || spec.frames > most) reader.fail("frames", "must be 1 to 100000");
    if (!spec.steps.empty() && static_cast<int>(spec.steps.size()) != spec.frames)
        reader.fail("steps", "must be as many as 'frames'");
    if (auto error = reader.finish()) return error;
    const std::vector<std::int64_t> follows = spec.shape();
    if (!shape.empty() && !std::equal(shape.begin(), shape.end(), follows.begin(), follows.end())) {
        std::vector<std::string> sizes;
        for (const std::int64_t size : follows) sizes.push_back(std::to_string(size));
        return Error::input("'shape' contradicts the rest, from which " + text::join(sizes, " x ") + " follows", where,
                            "correct one of the two, or leave 'shape' out");
    }
    return std::nullopt;
}

std::optional<Error> readSampling(const QJsonValue& value, const std::string& where, SamplingPlan& plan)
{
    if (value.isUndefined()) return std::nullopt;
    if (!value.isObject()) return Error::input("'sampling' must be an object", where);
    ObjectReader reader(value.toObject(), where + ", sampling", what);
    SamplingPlan::Choice choice = plan.held;
    choose(reader, "rule", choice.rule, rules);
    reader.count("length", choice.length);
    reader.count("stride", choice.stride);
    reader.count("most_frames", choice.mostFrames);
    int least = choice.length;
    reader.count("minimum_frames", least);
    if (choice.length < 1 || choice.stride < 1 || least < 1)
        reader.fail("length", "and 'stride' and 'minimum_frames' must be 1 or more");
    plan = SamplingPlan::same(choice, least);
    reader.flag("draws_neutral", plan.drawsNeutral);
    return reader.finish();
}

/// What the clip builder and the commands can serve.
std::optional<Error> checkCard(const ModelCard& card, const std::string& where)
{
    if (card.inputs.empty()) return Error::input("'inputs' names none", where);
    if (card.classes.empty()) return Error::input("'classes' names none", where, "list what the outputs stand for");
    if (std::set<std::string>(card.classes.begin(), card.classes.end()).size() != card.classes.size())
        return Error::input("'classes' names one twice", where);
    if (card.task == Task::Affect && card.classes != std::vector<std::string>{"valence", "arousal"})
        return Error::input("'classes' of the task affect are valence and arousal", where);
    const Kind kind = card.inputs.front().spec.kind;
    for (const ModelInput& input : card.inputs) {
        if (input.spec.kind != kind || (kind == Kind::LandmarkGrid && card.inputs.size() > 1))
            return Error::input("'inputs' must be pictures throughout, or one grid of landmarks", where);
        for (const int step : input.spec.steps)
            if (step >= card.sampling.held.length)
                return Error::input("'steps' of input " + input.name + " go beyond the frames of a sample", where);
        if (input.spec.steps.empty() && input.spec.frames != card.sampling.held.length)
            return Error::input("input " + input.name + " has " + std::to_string(input.spec.frames) +
                                    " frames where a sample has " + std::to_string(card.sampling.held.length),
                                where, "correct 'frames', 'steps' or 'sampling'");
    }
    return std::nullopt;
}

Result<ModelCard> readCard(ObjectReader& reader, const std::string& where)
{
    ModelCard card;
    const QJsonValue inputs = reader.take("inputs");
    if (!inputs.isArray()) return Error::input("'inputs' must be a list", where);
    const QJsonArray list = inputs.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        card.inputs.emplace_back();
        const std::string place = where + ", inputs[" + std::to_string(i) + "]";
        if (auto error = readInput(list[i], place, card.inputs.back())) return *error;
    }
    if (!card.inputs.empty()) card.sampling.held.length = card.inputs.front().spec.frames;
    if (auto error = readSampling(reader.take("sampling"), where, card.sampling)) return *error;
    reader.text("title", card.title);
    reader.text("network", card.network);
    reader.text("paper", card.paper);
    choose(reader, "task", card.task, tasks);
    reader.list("classes", card.classes);
    reader.texts("counted_as", card.countedAs);
    choose(reader, "output", card.output, outputs);
    reader.texts("options", card.options);
    std::map<std::string, std::string> training;
    reader.texts("training", training);
    card.training.assign(training.begin(), training.end());
    reader.text("licence", card.licence);
    reader.text("file", card.file);
    reader.text("sha256", card.sha256);
    reader.text("mien", card.version);
    if (auto error = reader.finish()) return *error;
    if (auto error = checkCard(card, where)) return *error;
    return card;
}

} // namespace

std::string toJson(const ModelCard& card)
{
    QJsonArray inputs;
    for (const ModelInput& input : card.inputs) inputs.append(toObject(input));
    const SamplingPlan::Choice& held = card.sampling.held;
    QJsonObject training;
    for (const auto& [key, value] : card.training) training[qt(key)] = qt(value);
    const QJsonObject whole{
        {QStringLiteral("format"), QLatin1String(formatName)},
        {QStringLiteral("version"), formatVersion},
        {QStringLiteral("title"), qt(card.title)},
        {QStringLiteral("network"), qt(card.network)},
        {QStringLiteral("paper"), qt(card.paper)},
        {QStringLiteral("inputs"), inputs},
        {QStringLiteral("sampling"), QJsonObject{{QStringLiteral("rule"), named(held.rule, rules)},
                                                 {QStringLiteral("length"), held.length},
                                                 {QStringLiteral("stride"), held.stride},
                                                 {QStringLiteral("most_frames"), held.mostFrames},
                                                 {QStringLiteral("minimum_frames"), card.sampling.minimumFrames},
                                                 {QStringLiteral("draws_neutral"), card.sampling.drawsNeutral}}},
        {QStringLiteral("task"), named(card.task, tasks)},
        {QStringLiteral("classes"), array(card.classes)},
        {QStringLiteral("counted_as"), object(card.countedAs)},
        {QStringLiteral("output"), named(card.output, outputs)},
        {QStringLiteral("options"), object(card.options)},
        {QStringLiteral("training"), training},
        {QStringLiteral("licence"), qt(card.licence)},
        {QStringLiteral("file"), qt(card.file)},
        {QStringLiteral("sha256"), qt(card.sha256)},
        {QStringLiteral("mien"), qt(card.version)},
    };
    return QJsonDocument(whole).toJson(QJsonDocument::Indented).toStdString();
}

Result<ModelCard> modelCardFromJson(const std::string& json, const std::string& where)
{
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json), &fault);
    if (fault.error != QJsonParseError::NoError)
        return Error::input(
            "is no JSON: " + fault.errorString().toStdString() + " at byte " + std::to_string(fault.offset), where);
    if (!document.isObject()) return Error::input("must be one JSON object", where);
    ObjectReader reader(document.object(), where, what);
    std::string format;
    int version = 0;
    reader.text("format", format);
    reader.count("version", version);
    if (format != formatName || version != formatVersion)
        return Error::input("is no description of a model", where, R"(write "format": "mien-model", "version": 1)");
    return readCard(reader, where);
}

Result<ModelCard> readModelCard(const std::filesystem::path& file)
{
    const auto content = files::read(file);
    if (!content) return content.error();
    return modelCardFromJson(*content, file.string());
}

std::filesystem::path cardFileOf(const std::filesystem::path& module)
{
    std::filesystem::path card = module;
    return card.replace_extension(".json");
}

} // namespace mien
