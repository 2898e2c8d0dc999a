// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/face_geometry.h"

#include "core/synth/muscles.h"

#include <cmath>
#include <utility>

namespace mien::synth {

namespace {

struct Plane
{
    double x, y;
};

/// Mean proportions of adult faces at rest, measured with a 68-point predictor on frontal portraits, made symmetric.
/// Image-left half and midline; the other half is mirrored.
constexpr std::array<std::pair<int, Plane>, 39> meanHalf = {{
    {0, {-1.545, -0.125}},  {1, {-1.520, 0.302}},   {2, {-1.455, 0.727}},   {3, {-1.370, 1.147}},
    {4, {-1.235, 1.556}},   {5, {-1.021, 1.935}},   {6, {-0.740, 2.255}},   {7, {-0.393, 2.512}},
    {8, {0, 2.572}},        {17, {-1.324, -0.228}}, {18, {-1.102, -0.386}}, {19, {-0.806, -0.400}},
    {20, {-0.512, -0.338}}, {21, {-0.226, -0.238}}, {27, {0, 0.004}},       {28, {0, 0.313}},
    {29, {0, 0.626}},       {30, {0, 0.942}},       {31, {-0.331, 1.070}},  {32, {-0.175, 1.135}},
    {33, {0, 1.189}},       {36, {-1.000, 0.000}},  {37, {-0.822, -0.085}}, {38, {-0.613, -0.080}},
    {39, {-0.431, 0.053}},  {40, {-0.631, 0.088}},  {41, {-0.840, 0.086}},  {48, {-0.588, 1.612}},
    {49, {-0.379, 1.527}},  {50, {-0.168, 1.476}},  {51, {0, 1.526}},       {57, {0, 1.885}},
    {58, {-0.177, 1.870}},  {59, {-0.385, 1.790}},  {60, {-0.495, 1.620}},  {61, {-0.171, 1.611}},
    {62, {0, 1.634}},       {66, {0, 1.668}},       {67, {-0.171, 1.648}},
}};

constexpr double lipLine = 1.64; ///< where the closed lips meet, face units
constexpr double eyeLine = 0.02;

double surfaceDepth(double x, double y)
{
    const double u = x / 1.8;
    const double v = (y - 0.4) / 3.2;
    return 1.1 * std::sqrt(std::max(0.0, 1 - u * u - v * v));
}

/// How far a landmark stands out of the head's ellipsoid.
double relief(int index)
{
    switch (index) {
    case 27:
        return 0.10;
    case 28:
        return 0.22;
    case 29:
        return 0.36;
    case 30:
        return 0.48;
    case 31:
    case 35:
        return 0.14;
    case 32:
    case 34:
        return 0.22;
    case 33:
        return 0.28;
    default:
        break;
    }
    if (index >= 36 && index <= 47) return -0.08;
    if (index >= 48) return 0.06;
    return 0;
}

void fitJaw(HeadPoint& point, const FaceProportions& p)
{
    const double low = std::clamp((point.y - 0.3) / 1.6, 0.0, 1.0); // 0 at the ears, 1 at the chin
    point.x *= p.faceWidth * (1 + (p.jawWidth - 1) * low);
    if (point.y > 1.0) point.y = 1.0 + (point.y - 1.0) * p.chinLength;
}

void fitBrow(HeadPoint& point, int index, const FaceProportions& p)
{
    static constexpr std::array arch = {-0.6, 0.3, 1.0, 0.5, -0.2};
    const int place = index <= 21 ? index - 17 : 26 - index;
    point.x = point.x * (0.5 + 0.5 * p.faceWidth) + (point.x < 0 ? -p.eyeSpacing : p.eyeSpacing);
    point.y -= p.browHeight + p.browArch * arch[static_cast<std::size_t>(place)];
    point.y += point.x < 0 ? p.browAsymmetry : -p.browAsymmetry;
}

void fitEye(HeadPoint& point, const FaceProportions& p)
{
    const double side = point.x < 0 ? -1 : 1;
    const double centre = 0.716;
    const double across = (side * point.x - centre) * p.eyeWidth;
    point.x = side * (centre + p.eyeSpacing + across);
    point.y = eyeLine + (point.y - eyeLine) * p.eyeOpening - p.eyeTilt * across / 0.28;
}

void fitNose(HeadPoint& point, int index, const FaceProportions& p)
{
    point.y *= p.noseLength;
    if (index >= 31) point.x *= p.noseWidth;
}

void fitMouth(HeadPoint& point, int index, const FaceProportions& p)
{
    point.x *= p.mouthWidth;
    if (index < 60) point.y = lipLine + (point.y - lipLine) * p.lipFullness;
    // A long nose pushes the mouth down as far as the chin leaves room.
    point.y += p.mouthHeight + 0.6 * (p.noseLength - 1) + 0.5 * (p.chinLength - 1);
}

void pull(HeadShape& shape, const Pull& motion, double right, double left)
{
    const int mirror = mirroredLandmark(motion.landmark);
    HeadPoint& point = shape[static_cast<std::size_t>(motion.landmark)];
    if (mirror == motion.landmark) {
        point.y += motion.dy * 0.5 * (left + right);
        return;
    }
    point.x += motion.dx * right;
    point.y += motion.dy * right;
    HeadPoint& other = shape[static_cast<std::size_t>(mirror)];
    other.x -= motion.dx * left;
    other.y += motion.dy * left;
}

/// AU 23, 24 and, as far as they go, 28 roll the red of the lips inwards: outer contours approach the inner ones. AU 32
/// has the lower lip between the teeth.
void thinLips(HeadShape& shape, const AuSet& aus)
{
    const double both = std::max(std::min(0.62, 0.40 * aus.mean(23) + 0.55 * aus.mean(24)), 0.88 * aus.mean(28));
    const double lower = std::max(both, 0.6 * aus.mean(32));
    static constexpr std::array<std::pair<int, int>, 10> outerToInner = {
        {{49, 61}, {50, 61}, {51, 62}, {52, 63}, {53, 63}, {55, 65}, {56, 65}, {57, 66}, {58, 67}, {59, 67}}};
    constexpr double thinnest = 0.012;
    for (const auto& [outer, inner] : outerToInner) {
        HeadPoint& point = shape[static_cast<std::size_t>(outer)];
        const double edge = shape[static_cast<std::size_t>(inner)].y;
        const bool isLower = outer > 54;
        point.y += (isLower ? lower : both) * (edge - point.y);
        if (outer == 51) point.y = std::min(point.y, edge - thinnest);
        if (outer == 57) point.y = std::max(point.y, edge + thinnest);
    }
}

void slideJaw(HeadShape& shape, const AuSet& aus)
{
    const double way = aus.leftOf(30) - aus.rightOf(30); // the subject's left lies on the image's right
    if (way == 0) return;
    for (const Slide& slide : jawSlides) {
        shape[static_cast<std::size_t>(slide.landmark)].x += way * slide.dx;
        const int mirror = mirroredLandmark(slide.landmark);
        if (mirror != slide.landmark) shape[static_cast<std::size_t>(mirror)].x += way * slide.dx;
    }
}

void keepApart(HeadPoint& upper, HeadPoint& lower, double gap)
{
    if (lower.y - upper.y >= gap) return;
    const double middle = 0.5 * (upper.y + lower.y);
    upper.y = middle - 0.5 * gap;
    lower.y = middle + 0.5 * gap;
}

void closeLids(HeadShape& shape, const AuSet& aus)
{
    struct Lid
    {
        int upper, lower;
        bool right; ///< the subject's right eye
    };
    static constexpr std::array<Lid, 4> lids = {{{37, 41, true}, {38, 40, true}, {43, 47, false}, {44, 46, false}}};
    for (const Lid& lid : lids) {
        HeadPoint& upper = shape[static_cast<std::size_t>(lid.upper)];
        HeadPoint& lower = shape[static_cast<std::size_t>(lid.lower)];
        const double closing = lid.right ? aus.rightOf(43) : aus.leftOf(43);
        upper.y += closing * (lower.y - upper.y);
        keepApart(upper, lower, 0.012);
    }
}

} // namespace

int mirroredLandmark(int index)
{
    static constexpr std::array<int, 68> mirror = {16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  3,  2,  1,  0,
                                                   26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 27, 28, 29, 30, 35, 34, 33,
                                                   32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40, 54, 53, 52,
                                                   51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65};
    return mirror[static_cast<std::size_t>(index)];
}

HeadShape neutralShape(const FaceProportions& p)
{
    HeadShape shape;
    for (const auto& [index, mean] : meanHalf) {
        shape[static_cast<std::size_t>(index)] = {mean.x, mean.y, 0};
        if (const int mirror = mirroredLandmark(index); mirror != index)
            shape[static_cast<std::size_t>(mirror)] = {-mean.x, mean.y, 0};
    }
    for (int i = 0; i < 68; ++i) {
        HeadPoint& point = shape[static_cast<std::size_t>(i)];
        if (i <= 16)
            fitJaw(point, p);
        else if (i <= 26)
            fitBrow(point, i, p);
        else if (i <= 35)
            fitNose(point, i, p);
        else if (i <= 47)
            fitEye(point, p);
        else
            fitMouth(point, i, p);
        point.z = surfaceDepth(point.x, point.y) + relief(i);
    }
    return shape;
}

HeadShape expressiveShape(const HeadShape& neutral, const AuSet& aus)
{
    HeadShape shape = neutral;
    for (const Pull& motion : pulls) {
        const double right = aus.rightOf(motion.actionUnit);
        const double left = aus.leftOf(motion.actionUnit);
        if (right > 0 || left > 0) pull(shape, motion, right, left);
    }
    for (const auto& [upper, lower] : {std::pair{61, 67}, {62, 66}, {63, 65}})
        keepApart(shape[static_cast<std::size_t>(upper)], shape[static_cast<std::size_t>(lower)], 0.02);
    thinLips(shape, aus);
    slideJaw(shape, aus);
    closeLids(shape, aus);
    return shape;
}

HeadProjection::HeadProjection(const HeadPose& pose)
    : m_pose(pose), m_cosYaw(std::cos(pose.yaw)), m_sinYaw(std::sin(pose.yaw)), m_cosPitch(std::cos(pose.pitch)),
      m_sinPitch(std::sin(pose.pitch)), m_cosRoll(std::cos(pose.roll)), m_sinRoll(std::sin(pose.roll))
{
}

QPointF HeadProjection::map(const HeadPoint& point) const
{
    const double x = point.x * m_cosYaw + point.z * m_sinYaw;
    const double z = point.z * m_cosYaw - point.x * m_sinYaw;
    const double y = point.y * m_cosPitch + z * m_sinPitch;
    return {m_pose.x + m_pose.unit * (x * m_cosRoll - y * m_sinRoll),
            m_pose.y + m_pose.unit * (x * m_sinRoll + y * m_cosRoll)};
}

QPointF HeadProjection::onSurface(double x, double y) const
{
    return map({x, y, surfaceDepth(x, y)});
}

Landmarks68 project(const HeadShape& shape, const HeadProjection& projection)
{
    Landmarks68 landmarks;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const QPointF point = projection.map(shape[i]);
        // QPainter counts from the picture's corner, landmarks from the centre of its first pixel.
        landmarks[i] = {static_cast<float>(point.x() - 0.5), static_cast<float>(point.y() - 0.5)};
    }
    return landmarks;
}

} // namespace mien::synth
