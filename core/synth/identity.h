// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <QColor>

#include <cstdint>

namespace mien::synth {

enum class HairStyle { Cropped, SidePart, Fringe, Long, Bun, Curly, Bald };

/// Deviations of a face from the mean proportions. Factors are 1 and offsets 0 for the mean face; offsets are in face
/// units (1 = half the distance of the outer eye corners).
struct FaceProportions
{
    double faceWidth = 1;
    double jawWidth = 1;
    double chinLength = 1;
    double eyeSpacing = 0;
    double eyeWidth = 1;
    double eyeOpening = 1;
    double eyeTilt = 0; ///< outer corners up
    double browHeight = 0;
    double browArch = 0;
    double browAsymmetry = 0;
    double noseLength = 1;
    double noseWidth = 1;
    double mouthHeight = 0;
    double mouthWidth = 1;
    double lipFullness = 1;
};

/// One invented person. Drawn from the subject's own random stream, so that no label can show through it.
struct Identity
{
    FaceProportions proportions;
    QColor skin;
    QColor lips;
    QColor iris;
    QColor hair;
    QColor brow;
    QColor clothes;
    HairStyle hairStyle = HairStyle::SidePart;
    double hairVolume = 0.2;     ///< face units above the skull
    double hairline = 0;         ///< offset of the hairline, face units, down
    double partSide = 1;         ///< −1 … 1, where the hair parts
    double browThickness = 0.13; ///< face units
    double lashes = 0.5;         ///< 0 … 1
    double stubble = 0;          ///< 0 … 1
    bool moustache = false;
    bool beard = false;
    bool glasses = false;
    double glassesRound = 0.5;
    bool freckles = false;
    double age = 0.3; ///< 0 … 1: depth of the resting folds
    double neckWidth = 1;
    std::uint64_t textureSeed = 0; ///< strands, freckles, stubble: the same in every frame
};

Identity drawIdentity(Random random);

/// Drawn faces have no sex. Where a layout asks for one, those with a trace of a beard are men.
bool isMan(const Identity& identity);

} // namespace mien::synth
