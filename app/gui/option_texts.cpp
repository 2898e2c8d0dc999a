// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/option_texts.h"

#include "widgets/common/names.h"

#include <QCoreApplication>

#include <array>

namespace mien {
namespace {

struct Title
{
    const char* name;
    const char* title;
};

/// Titles by option name. An option that is not here is shown by its name.
constexpr Title titles[] = {
    {"epochs", QT_TRANSLATE_NOOP("Options", "Epochs")},
    {"batch_size", QT_TRANSLATE_NOOP("Options", "Batch size")},
    {"optimiser", QT_TRANSLATE_NOOP("Options", "Optimiser")},
    {"learning_rate", QT_TRANSLATE_NOOP("Options", "Learning rate")},
    {"decay", QT_TRANSLATE_NOOP("Options", "Decay")},
    {"momentum", QT_TRANSLATE_NOOP("Options", "Momentum")},
    {"schedule", QT_TRANSLATE_NOOP("Options", "Schedule")},
    {"plateau_factor", QT_TRANSLATE_NOOP("Options", "Plateau factor")},
    {"plateau_patience", QT_TRANSLATE_NOOP("Options", "Plateau patience")},
    {"micro_batch", QT_TRANSLATE_NOOP("Options", "Samples at once")},
    {"weight_decay", QT_TRANSLATE_NOOP("Options", "Weight decay")},
    {"patience", QT_TRANSLATE_NOOP("Options", "Patience")},
    {"label_smoothing", QT_TRANSLATE_NOOP("Options", "Label smoothing")},
    {"coordinates", QT_TRANSLATE_NOOP("Options", "Coordinates")},
    {"input_scale", QT_TRANSLATE_NOOP("Options", "Input scale")},
    {"dead_zone", QT_TRANSLATE_NOOP("Options", "Dead zone")},
    {"augment_shift", QT_TRANSLATE_NOOP("Options", "Shift in time")},
    {"augment_speed", QT_TRANSLATE_NOOP("Options", "Change of speed")},
    {"augment_scale", QT_TRANSLATE_NOOP("Options", "Change of size")},
    {"augment_jitter", QT_TRANSLATE_NOOP("Options", "Jitter")},
    {"augment_flip", QT_TRANSLATE_NOOP("Options", "Mirror")},
    {"dropout", QT_TRANSLATE_NOOP("Options", "Dropout")},
    {"map_resize", QT_TRANSLATE_NOOP("Options", "Map resizing")},
    {"clip_gradient", QT_TRANSLATE_NOOP("Options", "Gradient limit")},
    {"class_weights", QT_TRANSLATE_NOOP("Options", "Class weights")},
    {"bn_before_relu", QT_TRANSLATE_NOOP("Options", "Batch norm first")},
    {"bn_momentum", QT_TRANSLATE_NOOP("Options", "Batch norm momentum")},
    {"tcn_valid", QT_TRANSLATE_NOOP("Options", "Unpadded layout")},
    {"crop", QT_TRANSLATE_NOOP("Options", "Crop")},
    {"side", QT_TRANSLATE_NOOP("Options", "Side")},
    {"width", QT_TRANSLATE_NOOP("Options", "Width")},
    {"augment_rotation", QT_TRANSLATE_NOOP("Options", "Turn")},
    {"augment_move", QT_TRANSLATE_NOOP("Options", "Move")},
    {"augment_shear", QT_TRANSLATE_NOOP("Options", "Shear")},
    {"augment_zoom_out", QT_TRANSLATE_NOOP("Options", "Smallest zoom")},
    {"augment_zoom_in", QT_TRANSLATE_NOOP("Options", "Largest zoom")},
    {"augment_brightness", QT_TRANSLATE_NOOP("Options", "Brightness")},
    {"classes", QT_TRANSLATE_NOOP("Options", "Classes")},
    {"vote", QT_TRANSLATE_NOOP("Options", "Vote")},
    {"gru_units", QT_TRANSLATE_NOOP("Options", "GRU units")},
    {"pos_weight", QT_TRANSLATE_NOOP("Options", "Weight of presence")},
    {"stride", QT_TRANSLATE_NOOP("Options", "Stride")},
    {"track", QT_TRANSLATE_NOOP("Options", "Track the box")},
    {"features", QT_TRANSLATE_NOOP("Options", "Features")},
    {"held_stride", QT_TRANSLATE_NOOP("Options", "Stride in tests")},
    {"frames", QT_TRANSLATE_NOOP("Options", "Frames")},
    {"component", QT_TRANSLATE_NOOP("Options", "Component")},
    {"size", QT_TRANSLATE_NOOP("Options", "Crop size")},
    {"grey", QT_TRANSLATE_NOOP("Options", "Grey")},
    {"scale01", QT_TRANSLATE_NOOP("Options", "Pixels from 0 to 1")},
    {"all_frames", QT_TRANSLATE_NOOP("Options", "All frames")},
    {"cap", QT_TRANSLATE_NOOP("Options", "Segments per class")},
    {"dropout_dense", QT_TRANSLATE_NOOP("Options", "Dropout, dense layer")},
    {"components", QT_TRANSLATE_NOOP("Options", "Components")},
    {"drop_component", QT_TRANSLATE_NOOP("Options", "Blanked components")},
    {"renormalise", QT_TRANSLATE_NOOP("Options", "Renormalise")},
    {"fusion_start", QT_TRANSLATE_NOOP("Options", "Start of the fusion")},
    {"loss", QT_TRANSLATE_NOOP("Options", "Loss")},
    {"subset", QT_TRANSLATE_NOOP("Options", "Subset")},
    {"balance", QT_TRANSLATE_NOOP("Options", "Balance")},
    {"khorrami", QT_TRANSLATE_NOOP("Options", "Khorrami's extractor")},
    {"target", QT_TRANSLATE_NOOP("Options", "Target")},
};

/// What options say of themselves (models/), here to be translated: one that is not here stays English.
[[maybe_unused]] constexpr const char* helps[] = {
    QT_TRANSLATE_NOOP("Options", "Epochs at most."),
    QT_TRANSLATE_NOOP("Options", "Samples per update of the weights."),
    QT_TRANSLATE_NOOP("Options",
                      "Rule that updates the weights: sgd with momentum, adam, or adam with decoupled weight decay."),
    QT_TRANSLATE_NOOP("Options", "Learning rate before decay and schedule."),
    QT_TRANSLATE_NOOP("Options", "Keras decay d: update t uses learning_rate / (1 + d t)."),
    QT_TRANSLATE_NOOP("Options", "Momentum of sgd; adam uses 0.9 and 0.999."),
    QT_TRANSLATE_NOOP("Options", "Course of the learning rate: constant, half a cosine down to 0 over all epochs, or "
                                 "lowered at every plateau of the validation loss."),
    QT_TRANSLATE_NOOP("Options", "Schedule plateau: the learning rate is multiplied by this."),
    QT_TRANSLATE_NOOP("Options", "Schedule plateau: epochs without a better validation loss before that happens."),
    QT_TRANSLATE_NOOP("Options", "Samples in memory at once; gradients are added up to a whole batch. 0 = all, or as "
                                 "many as the free memory has room for."),
    QT_TRANSLATE_NOOP("Options", "Weight decay: added to the gradient, or decoupled with adamw."),
    QT_TRANSLATE_NOOP("Options", "Epochs without a better validation loss before stopping; 0 = never."),
    QT_TRANSLATE_NOOP("Options", "Share of the target spread evenly over all classes."),
    QT_TRANSLATE_NOOP(
        "Options", "Landmarks divided by the image size, or as motion in the face's own frame since the first frame."),
    QT_TRANSLATE_NOOP("Options", "Factor on the coordinates before they enter the network."),
    QT_TRANSLATE_NOOP(
        "Options",
        "Motion shorter than this counts as none, longer loses as much: what landmarks wander on a still face."),
    QT_TRANSLATE_NOOP("Options", "Training clips start up to this many frames earlier or later."),
    QT_TRANSLATE_NOOP("Options", "Training clips run faster or slower by up to this share."),
    QT_TRANSLATE_NOOP("Options", "Training clips are magnified or shrunk by up to this share."),
    QT_TRANSLATE_NOOP("Options", "Mirror every other training clip, left and right swapped."),
    QT_TRANSLATE_NOOP("Options", "How a map is brought to landmarks × frames."),
    QT_TRANSLATE_NOOP("Options", "Every value of a gradient is cut to at most this, up and down; 0 = not."),
    QT_TRANSLATE_NOOP(
        "Options",
        "What a class counts in the loss: none, or balanced, the inverse of its share of the training part."),
    QT_TRANSLATE_NOOP("Options",
                      "Noise on every other training clip: largest standard deviation, in units of the coordinates."),
    QT_TRANSLATE_NOOP("Options", "Batch norm before the ReLU instead of after it."),
    QT_TRANSLATE_NOOP(
        "Options", "Weight of the newest batch in the running statistics of batch norm (1 minus the Keras momentum)."),
    QT_TRANSLATE_NOOP("Options",
                      "Unpadded convolutions and padded poolings: the other layout with the printed parameter count."),
    QT_TRANSLATE_NOOP("Options", "Share of the activations before the first dense layer dropped in training."),
    QT_TRANSLATE_NOOP("Options", "Share of the values before the first dense layer dropped in training."),
    QT_TRANSLATE_NOOP("Options", "Share of the hidden dense layers' activations dropped in training."),
    QT_TRANSLATE_NOOP("Options", "Share of the hidden dense layers' values dropped in training."),
    QT_TRANSLATE_NOOP("Options", "Share of the pooled values dropped in training."),
    QT_TRANSLATE_NOOP("Options", "Share of the last state dropped in training."),
    QT_TRANSLATE_NOOP("Options", "Share of the features dropped in training."),
    QT_TRANSLATE_NOOP("Options",
                      "What the pictures show: the whole frame, or the landmarks' bounding box, 20 % larger."),
    QT_TRANSLATE_NOOP("Options", "Height and width of the pictures, pixels."),
    QT_TRANSLATE_NOOP("Options", "Share of the channels of all hidden layers; 1 is the network of the paper."),
    QT_TRANSLATE_NOOP("Options", "Training pictures are turned by up to this angle, degrees."),
    QT_TRANSLATE_NOOP("Options", "Training pictures are moved by up to this share of their side."),
    QT_TRANSLATE_NOOP("Options", "Training pictures are sheared by up to this angle, degrees."),
    QT_TRANSLATE_NOOP("Options", "Training pictures are magnified by this factor at least, each axis by its own."),
    QT_TRANSLATE_NOOP("Options", "Training pictures are magnified by this factor at most."),
    QT_TRANSLATE_NOOP("Options", "The brightness of training pictures changes by up to this share."),
    QT_TRANSLATE_NOOP("Options",
                      "Six emotions, or eight with neutral and contempt, as the paper counted some networks."),
    QT_TRANSLATE_NOOP("Options", "How the predictions of a held-out clip's samples become one: the largest sum of "
                                 "probabilities, or most samples with it as their most probable class."),
    QT_TRANSLATE_NOOP("Options", "Units of the GRU; the paper's 5 let hardly anything through."),
    QT_TRANSLATE_NOOP(
        "Options",
        "Weight of an action unit's presence in the loss: none, or auto, its negatives by its positives, 50 at most."),
    QT_TRANSLATE_NOOP("Options", "Frames from one sample of a clip to the next."),
    QT_TRANSLATE_NOOP("Options", "Frames from one sample of a training video to the next."),
    QT_TRANSLATE_NOOP("Options", "Frames from one sample of a tested video to the next."),
    QT_TRANSLATE_NOOP(
        "Options", "What is seen: the face that OpenCV's Haar cascade finds, or the whole frame where that is a face "
                   "already, as Aff-Wild2's organisers cut them."),
    QT_TRANSLATE_NOOP("Options", "Frames of a window."),
    QT_TRANSLATE_NOOP("Options", "Frames of a segment."),
    QT_TRANSLATE_NOOP("Options", "What the network looks at; left and right are those of the picture."),
    QT_TRANSLATE_NOOP("Options", "Height and width of the crops, pixels."),
    QT_TRANSLATE_NOOP("Options", "Grey pictures instead of colour."),
    QT_TRANSLATE_NOOP("Options", "Pixels from 0 to 1; raw ones from 0 to 255 drive the gates to their ends."),
    QT_TRANSLATE_NOOP("Options", "Segments of whole clips, not of their first 40 frames only."),
    QT_TRANSLATE_NOOP("Options", "Segments of a class in the training part at most; 0 = all."),
    QT_TRANSLATE_NOOP("Options", "Share of the hidden dense layer's values dropped in training."),
    QT_TRANSLATE_NOOP("Options", "What the network looks at, a block each; left and right are those of the picture."),
    QT_TRANSLATE_NOOP("Options",
                      "Probability that training blanks a component, so that the network learns to do without."),
    QT_TRANSLATE_NOOP("Options", "Components that cannot be seen speak with the mean of the others."),
    QT_TRANSLATE_NOOP("Options",
                      "A face's box that jumps by more than half its width gives way to that of the frame before."),
    QT_TRANSLATE_NOOP("Options",
                      "What the fusion layer begins as: the sum of what the components say, or weights at random."),
    QT_TRANSLATE_NOOP(
        "Options",
        "Loss of valence and arousal: ccc, 1 minus their mean concordance correlation, or mse, squared errors."),
    QT_TRANSLATE_NOOP("Options", "Balanced subset of the training frames: 1, 2 or 3 as in the paper; 0 = all of them."),
    QT_TRANSLATE_NOOP(
        "Options", "How a subset is drawn: with the paper's probability, or with a ratio that flattens the histogram."),
    QT_TRANSLATE_NOOP("Options",
                      "The extractor of Khorrami et al.: padded convolutions, no batch norm, ReLU on the features."),
    QT_TRANSLATE_NOOP("Options", "Values that the parent run makes of a frame: 300 × its width."),
    QT_TRANSLATE_NOOP("Options", "Frames of a window, without a gap; films that are shorter give no sample."),
    QT_TRANSLATE_NOOP("Options", "Whose annotation a window answers: that of the frame behind it, or of its last."),
};

constexpr Title groups[] = {{"training", QT_TRANSLATE_NOOP("Options", "Training")},
                            {"input", QT_TRANSLATE_NOOP("Options", "Input")},
                            {"network", QT_TRANSLATE_NOOP("Options", "Network")},
                            {"evaluation", QT_TRANSLATE_NOOP("Options", "Evaluation")},
                            {"maps", QT_TRANSLATE_NOOP("Options", "Maps")}};

QString translated(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

QString groupTitle(const std::string& group)
{
    for (const Title& known : groups)
        if (group == known.name) return translated(known.title);
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
        return FormField::Type::List;
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
    field.help = translated(option.help.c_str());
    for (const Title& known : titles)
        if (option.name == known.name) field.title = translated(known.title);
    field.group = groupTitle(option.group);
    field.type = typeOf(option.type);
    field.value = toQString(preset == QLatin1String("paper") ? option.paper : option.recommended);
    field.minimum = option.minimum;
    field.maximum = option.maximum;
    for (const std::string& choice : option.choices) field.choices << toQString(choice);
    return field;
}

} // namespace mien
