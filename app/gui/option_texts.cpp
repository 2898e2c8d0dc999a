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

/// Titles and helps by option name. An option that is not here is shown by its name and English help.
constexpr Text texts[] = {
    {"epochs", QT_TRANSLATE_NOOP("Options", "Epochs"), QT_TRANSLATE_NOOP("Options", "Epochs at most.")},
    {"batch_size", QT_TRANSLATE_NOOP("Options", "Batch size"),
     QT_TRANSLATE_NOOP("Options", "Samples per update of the weights.")},
    {"optimiser", QT_TRANSLATE_NOOP("Options", "Optimiser"),
     QT_TRANSLATE_NOOP("Options",
                       "Rule that updates the weights: sgd with momentum, adam, or adam with decoupled weight decay.")},
    {"learning_rate", QT_TRANSLATE_NOOP("Options", "Learning rate"),
     QT_TRANSLATE_NOOP("Options", "Learning rate before decay and schedule.")},
    {"decay", QT_TRANSLATE_NOOP("Options", "Decay"),
     QT_TRANSLATE_NOOP("Options", "Keras decay d: update t uses learning_rate / (1 + d t).")},
    {"momentum", QT_TRANSLATE_NOOP("Options", "Momentum"),
     QT_TRANSLATE_NOOP("Options", "Momentum of sgd; adam uses 0.9 and 0.999.")},
    {"schedule", QT_TRANSLATE_NOOP("Options", "Schedule"),
     QT_TRANSLATE_NOOP("Options",
                       "Course of the learning rate: constant, half a cosine down to 0 over all epochs, or lowered at "
                       "every plateau of the validation loss.")},
    {"plateau_factor", QT_TRANSLATE_NOOP("Options", "Plateau factor"),
     QT_TRANSLATE_NOOP("Options", "Schedule plateau: the learning rate is multiplied by this.")},
    {"plateau_patience", QT_TRANSLATE_NOOP("Options", "Plateau patience"),
     QT_TRANSLATE_NOOP("Options", "Schedule plateau: epochs without a better validation loss before that happens.")},
    {"micro_batch", QT_TRANSLATE_NOOP("Options", "Samples at once"),
     QT_TRANSLATE_NOOP("Options", "Samples in memory at once; gradients are added up to a whole batch. 0 = all, or as "
                                  "many as the free memory has room for.")},
    {"weight_decay", QT_TRANSLATE_NOOP("Options", "Weight decay"),
     QT_TRANSLATE_NOOP("Options", "Weight decay: added to the gradient, or decoupled with adamw.")},
    {"patience", QT_TRANSLATE_NOOP("Options", "Patience"),
     QT_TRANSLATE_NOOP("Options", "Epochs without a better validation loss before stopping; 0 = never.")},
    {"label_smoothing", QT_TRANSLATE_NOOP("Options", "Label smoothing"),
     QT_TRANSLATE_NOOP("Options", "Share of the target spread evenly over all classes.")},
    {"coordinates", QT_TRANSLATE_NOOP("Options", "Coordinates"),
     QT_TRANSLATE_NOOP(
         "Options",
         "Landmarks divided by the image size, or as motion in the face's own frame since the first frame.")},
    {"input_scale", QT_TRANSLATE_NOOP("Options", "Input scale"),
     QT_TRANSLATE_NOOP("Options", "Factor on the coordinates before they enter the network.")},
    {"dead_zone", QT_TRANSLATE_NOOP("Options", "Dead zone"),
     QT_TRANSLATE_NOOP(
         "Options",
         "Motion shorter than this counts as none, longer loses as much: what landmarks wander on a still face.")},
    {"augment_shift", QT_TRANSLATE_NOOP("Options", "Shift in time"),
     QT_TRANSLATE_NOOP("Options", "Training clips start up to this many frames earlier or later.")},
    {"augment_speed", QT_TRANSLATE_NOOP("Options", "Change of speed"),
     QT_TRANSLATE_NOOP("Options", "Training clips run faster or slower by up to this share.")},
    {"augment_scale", QT_TRANSLATE_NOOP("Options", "Change of size"),
     QT_TRANSLATE_NOOP("Options", "Training clips are magnified or shrunk by up to this share.")},
    {"augment_jitter", QT_TRANSLATE_NOOP("Options", "Jitter"),
     QT_TRANSLATE_NOOP("Options", "Standard deviation of noise on training landmarks, in units of the coordinates.")},
    {"augment_flip", QT_TRANSLATE_NOOP("Options", "Mirror"),
     QT_TRANSLATE_NOOP("Options", "Mirror every other training clip, left and right swapped.")},
    {"dropout", QT_TRANSLATE_NOOP("Options", "Dropout"), nullptr},
    {"map_resize", QT_TRANSLATE_NOOP("Options", "Map resizing"),
     QT_TRANSLATE_NOOP("Options", "How a map is brought to landmarks × frames.")},
};

constexpr Text groups[] = {{"training", QT_TRANSLATE_NOOP("Options", "Training"), nullptr},
                           {"input", QT_TRANSLATE_NOOP("Options", "Input"), nullptr},
                           {"network", QT_TRANSLATE_NOOP("Options", "Network"), nullptr},
                           {"maps", QT_TRANSLATE_NOOP("Options", "Maps"), nullptr}};

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
    case OptionInfo::Type::List:
        return FormField::Type::Text;
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
