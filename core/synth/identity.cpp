// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/identity.h"

#include <algorithm>
#include <array>

namespace mien::synth {

namespace {

double spread(Random& random, double mean, double deviation)
{
    return mean + deviation * std::clamp(random.normal(), -1.8, 1.8);
}

QColor mix(const QColor& a, const QColor& b, double t)
{
    const auto part = [t](int from, int to) { return static_cast<int>(from + (to - from) * t + 0.5); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

template <std::size_t N> QColor pick(Random& random, const std::array<QRgb, N>& colours)
{
    return QColor(colours[random.below(N)]);
}

FaceProportions drawProportions(Random random)
{
    FaceProportions p;
    p.faceWidth = spread(random, 1, 0.025);
    p.jawWidth = spread(random, 1, 0.03);
    p.chinLength = spread(random, 1, 0.03);
    p.eyeSpacing = spread(random, 0, 0.02);
    p.eyeWidth = spread(random, 1.03, 0.03);
    p.eyeOpening = spread(random, 1.12, 0.10);
    p.eyeTilt = spread(random, 0.01, 0.025);
    p.browHeight = spread(random, 0, 0.045);
    p.browArch = spread(random, 0, 0.025);
    p.browAsymmetry = spread(random, 0, 0.01);
    p.noseLength = spread(random, 1, 0.035);
    p.noseWidth = spread(random, 1, 0.06);
    p.mouthHeight = spread(random, 0, 0.03);
    p.mouthWidth = spread(random, 1.02, 0.05);
    p.lipFullness = spread(random, 1.1, 0.13);
    return p;
}

void drawColours(Identity& id, Random random)
{
    static constexpr std::array<QRgb, 8> skins = {0xfff3d3bd, 0xffecc4a6, 0xffe3b48f, 0xffd9a27b,
                                                  0xffc68c64, 0xffad744e, 0xff93603f, 0xff7c5036};
    static constexpr std::array<QRgb, 8> hairs = {0xff1d1714, 0xff2b1f1a, 0xff3d2a1e, 0xff573a25,
                                                  0xff77502e, 0xff9b7040, 0xffc49a5c, 0xff8b3f22};
    static constexpr std::array<QRgb, 6> irises = {0xff4a2f1c, 0xff5d3c22, 0xff6f5a2c,
                                                   0xff55713f, 0xff4c7896, 0xff6d8796};
    static constexpr std::array<QRgb, 9> cloths = {0xff2f4858, 0xff5a3e53, 0xff7a4b3a, 0xff3f5d4a, 0xff8a8f98,
                                                   0xffb9a27c, 0xff32405f, 0xff8c4a4f, 0xffdad5cc};
    const std::size_t tone = random.below(skins.size() - 1);
    id.skin = mix(QColor(skins[tone]), QColor(skins[tone + 1]), random.uniform());
    // Fair hair and light irises go with fair skin; the other way round would look painted.
    const std::size_t hairChoices = tone < 3 ? hairs.size() : 4;
    id.hair = QColor(hairs[random.below(hairChoices)]);
    if (id.hairStyle != HairStyle::Fringe && random.chance(0.15)) id.hair = mix(id.hair, QColor(0xffb9b6b2), 0.75);
    id.iris = tone < 3 ? pick(random, irises) : QColor(irises[random.below(3)]);
    id.brow = mix(id.hair, QColor(0xff1d1410), 0.45);
    id.lips =
        mix(mix(id.skin, QColor(0xffa53a44), random.uniform(0.38, 0.58)), QColor(0xff5a2328), 0.05 * double(tone));
    id.clothes = pick(random, cloths);
}

} // namespace

Identity drawIdentity(Random random)
{
    Identity id;
    id.proportions = drawProportions(random.fork("proportions"));
    const bool masculine = random.chance(0.5);
    if (masculine) {
        static constexpr std::array styles = {HairStyle::Cropped, HairStyle::SidePart, HairStyle::SidePart,
                                              HairStyle::Fringe,  HairStyle::Curly,    HairStyle::Bald};
        id.hairStyle = styles[random.below(styles.size())];
        id.browThickness = spread(random, 0.155, 0.018);
        id.lashes = random.uniform(0.1, 0.35);
        id.stubble = random.chance(0.6) ? random.uniform(0.2, 0.8) : 0;
        id.beard = random.chance(0.18);
        id.moustache = id.beard || random.chance(0.08);
        id.neckWidth = spread(random, 1.12, 0.05);
        id.proportions.jawWidth += 0.03;
        id.proportions.browHeight += 0.03;
        id.proportions.lipFullness -= 0.1;
    } else {
        static constexpr std::array styles = {HairStyle::Long,   HairStyle::Long,  HairStyle::Bun,
                                              HairStyle::Fringe, HairStyle::Curly, HairStyle::SidePart};
        id.hairStyle = styles[random.below(styles.size())];
        id.browThickness = spread(random, 0.115, 0.015);
        id.lashes = random.uniform(0.45, 1);
        id.neckWidth = spread(random, 0.86, 0.04);
        id.proportions.lipFullness += 0.1;
        id.proportions.browArch += 0.015;
        id.proportions.eyeOpening += 0.06;
        id.proportions.jawWidth -= 0.045;
    }
    id.hairVolume = id.hairStyle == HairStyle::Curly ? random.uniform(0.3, 0.5) : random.uniform(0.12, 0.3);
    id.hairline = random.uniform(-0.1, 0.12);
    id.partSide = random.chance(0.5) ? random.uniform(0.3, 0.9) : random.uniform(-0.9, -0.3);
    id.glasses = random.chance(0.18);
    id.glassesRound = random.uniform(0.25, 0.95);
    id.age = random.uniform(0.05, 0.9);
    drawColours(id, random.fork("colours"));
    id.freckles = id.skin.lightness() > 185 && random.chance(0.25);
    id.textureSeed = random.bits();
    return id;
}

bool isMan(const Identity& identity)
{
    return identity.beard || identity.moustache || identity.stubble > 0;
}

} // namespace mien::synth
