// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/protocol.h"

#include "core/base/text.h"

#include <algorithm>
#include <initializer_list>

namespace mien {

namespace {

using Kind = Protocol::Kind;

constexpr const char* knownForms =
    "write holdout:F, subject-kfold:K, loso, kfold:K, clip-holdout:F, subjects:ID,…, cross:DIR, split or paper";

struct Form
{
    Kind kind;
    const char* name;
};

constexpr Form forms[] = {
    {Kind::Holdout, "holdout"},
    {Kind::SubjectKFold, "subject-kfold"},
    {Kind::LeaveOneSubjectOut, "loso"},
    {Kind::KFold, "kfold"},
    {Kind::ClipHoldout, "clip-holdout"},
    {Kind::Subjects, "subjects"},
    {Kind::CrossDataset, "cross"},
    {Kind::Split, "split"},
    {Kind::Paper, "paper"},
};

Error badValue(const std::string& text, const std::string& want)
{
    return Error::usage("'" + text + "' is no protocol: " + want, {}, knownForms);
}

} // namespace

PaperSplit paperSplitOf(const std::string& network)
{
    const auto isOneOf = [&](std::initializer_list<const char*> names) {
        return std::find(names.begin(), names.end(), network) != names.end();
    };
    if (isOneOf({"single_frame", "early_fusion", "late_fusion", "slow_fusion", "conv3d", "cnn_gru"}))
        return PaperSplit::LeaveOneSubjectOut;
    if (network == "va_cnn_classes") return PaperSplit::SubjectOrder;
    if (text::startsWith(network, "va_")) return PaperSplit::GivenParts;
    if (text::startsWith(network, "microx")) return PaperSplit::SegmentHoldout;
    if (isOneOf({"vgg16_au", "mobilenet3d_au"})) return PaperSplit::FrameQuarter;
    return PaperSplit::SixHoldouts;
}

Result<Protocol> Protocol::parse(const std::string& text, const std::string& network)
{
    const std::string whole(text::trimmed(text));
    const auto colon = whole.find(':');
    const std::string name = whole.substr(0, colon);
    const bool hasValue = colon != std::string::npos;
    const std::string value = hasValue ? whole.substr(colon + 1) : std::string();
    Protocol protocol;
    protocol.paper = paperSplitOf(network);
    const Form* form = nullptr;
    for (const Form& known : forms)
        if (name == known.name) form = &known;
    if (!form) return Error::usage("'" + text + "' is no protocol", {}, knownForms);
    protocol.kind = form->kind;

    switch (form->kind) {
    case Kind::LeaveOneSubjectOut:
    case Kind::Split:
    case Kind::Paper:
        if (hasValue) return badValue(text, name + " takes no value");
        break;
    case Kind::Holdout:
    case Kind::ClipHoldout: {
        const auto fraction = text::toDouble(value);
        if (!fraction || !(*fraction > 0 && *fraction < 1)) return badValue(text, "F is a number between 0 and 1");
        protocol.fraction = *fraction;
        break;
    }
    case Kind::SubjectKFold:
    case Kind::KFold: {
        const auto folds = text::toInt(value);
        if (!folds || *folds < 2 || *folds > 1000) return badValue(text, "K is a whole number from 2 to 1000");
        protocol.folds = static_cast<int>(*folds);
        break;
    }
    case Kind::Subjects:
        for (const std::string& part : text::split(value, ',')) {
            const auto subject = text::trimmed(part);
            if (subject.empty()) return badValue(text, "name at least one subject, apart by commas");
            protocol.subjects.emplace_back(subject);
        }
        break;
    case Kind::CrossDataset:
        protocol.directory = text::trimmed(value);
        if (protocol.directory.empty()) return badValue(text, "name the folder of the dataset to test on");
        break;
    }
    return protocol;
}

std::string Protocol::toString() const
{
    std::string name;
    for (const Form& known : forms)
        if (known.kind == kind) name = known.name;
    switch (kind) {
    case Kind::Holdout:
    case Kind::ClipHoldout:
        return name + ":" + text::number(fraction);
    case Kind::SubjectKFold:
    case Kind::KFold:
        return name + ":" + std::to_string(folds);
    case Kind::Subjects:
        return name + ":" + text::join(subjects, ",");
    case Kind::CrossDataset:
        return name + ":" + directory;
    case Kind::LeaveOneSubjectOut:
    case Kind::Split:
    case Kind::Paper:
        break;
    }
    return name;
}

bool Protocol::isSubjectDisjoint() const
{
    return kind == Kind::Holdout || kind == Kind::SubjectKFold || kind == Kind::LeaveOneSubjectOut ||
           kind == Kind::Subjects || kind == Kind::CrossDataset ||
           (kind == Kind::Paper && paper == PaperSplit::LeaveOneSubjectOut);
}

} // namespace mien
