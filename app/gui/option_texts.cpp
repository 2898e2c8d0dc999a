// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/option_texts.h"

#include "widgets/common/names.h"

#include <QCoreApplication>

#include <array>

namespace mien {
namespace {

struct Text
{
    const char* name;
    const char* title;
    const char* help; ///< as in the network's description: the source of its translation
};

#define MIEN_TEXT(text) QT_TRANSLATE_NOOP("Options", text)

/// Titles and helps by option name. An option that is not here is shown by its name and English help.
constexpr Text texts[] = {
    {"epochs", MIEN_TEXT("Epochs"), MIEN_TEXT("Epochs at most.")},
    {"batch_size", MIEN_TEXT("Batch size"), MIEN_TEXT("Samples per update of the weights.")},
    {"optimiser", MIEN_TEXT("Optimiser"),
     MIEN_TEXT("Rule that updates the weights: sgd with momentum, adam, or adam with decoupled weight decay.")},
    {"learning_rate", MIEN_TEXT("Learning rate"), MIEN_TEXT("Learning rate before decay and schedule.")},
    {"decay", MIEN_TEXT("Decay"), MIEN_TEXT("Keras decay d: update t uses learning_rate / (1 + d t).")},
    {"momentum", MIEN_TEXT("Momentum"), MIEN_TEXT("Momentum of sgd; adam uses 0.9 and 0.999.")},
    {"schedule", MIEN_TEXT("Schedule"),
     MIEN_TEXT("Course of the learning rate over all epochs: constant, or half a cosine down to 0.")},
    {"weight_decay", MIEN_TEXT("Weight decay"),
     MIEN_TEXT("Weight decay: added to the gradient, or decoupled with adamw.")},
    {"patience", MIEN_TEXT("Patience"),
     MIEN_TEXT("Epochs without a better validation loss before stopping; 0 = never.")},
    {"label_smoothing", MIEN_TEXT("Label smoothing"), MIEN_TEXT("Share of the target spread evenly over all classes.")},
    {"coordinates", MIEN_TEXT("Coordinates"),
     MIEN_TEXT("Landmarks divided by the image size, or as motion in the face's own frame since the first frame.")},
    {"input_scale", MIEN_TEXT("Input scale"), MIEN_TEXT("Factor on the coordinates before they enter the network.")},
    {"augment_shift", MIEN_TEXT("Shift in time"),
     MIEN_TEXT("Training clips start up to this many frames earlier or later.")},
    {"augment_speed", MIEN_TEXT("Change of speed"),
     MIEN_TEXT("Training clips run faster or slower by up to this share.")},
    {"augment_scale", MIEN_TEXT("Change of size"),
     MIEN_TEXT("Training clips are magnified or shrunk by up to this share.")},
    {"augment_jitter", MIEN_TEXT("Jitter"),
     MIEN_TEXT("Standard deviation of noise on training landmarks, in units of the coordinates.")},
    {"augment_flip", MIEN_TEXT("Mirror"), MIEN_TEXT("Mirror every other training clip, left and right swapped.")},
    {"dropout", MIEN_TEXT("Dropout"), nullptr},
    {"map_resize", MIEN_TEXT("Map resizing"), MIEN_TEXT("How a map is brought to landmarks × frames.")},
};

constexpr Text groups[] = {{"training", MIEN_TEXT("Training"), nullptr},
                           {"input", MIEN_TEXT("Input"), nullptr},
                           {"network", MIEN_TEXT("Network"), nullptr},
                           {"maps", MIEN_TEXT("Maps"), nullptr}};

#undef MIEN_TEXT

QString translated(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

QString groupTitle(const std::string& group)
{
    for (const Text& text : groups)
        if (group == text.name) return translated(text.title);
    return toQString(group);
}

FormField::Type typeOf(OptionInfo::Type type)
{
    switch (type) {
    case OptionInfo::Type::Integer:
        return FormField::Type::Integer;
    case OptionInfo::Type::Flag:
        return FormField::Type::Flag;
    case OptionInfo::Type::Choice:
        return FormField::Type::Choice;
    case OptionInfo::Type::Real:
        break;
    }
    return FormField::Type::Real;
}

} // namespace

FormField toFormField(const OptionInfo& option, const QString& preset)
{
    FormField field;
    field.name = toQString(option.name);
    field.title = field.name;
    // A help that the table does not know (a new network's) stays English: translate() gives back what it got.
    field.help = translated(option.help.c_str());
    for (const Text& text : texts)
        if (option.name == text.name) field.title = translated(text.title);
    field.group = groupTitle(option.group);
    field.type = typeOf(option.type);
    field.value = toQString(preset == QLatin1String("paper") ? option.paper : option.recommended);
    field.minimum = option.minimum;
    field.maximum = option.maximum;
    for (const std::string& choice : option.choices) field.choices << toQString(choice);
    return field;
}

} // namespace mien
