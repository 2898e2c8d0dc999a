// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/normalise.h"

#include <array>
#include <cmath>
#include <complex>

namespace mien {

namespace {

using Complex = std::complex<double>;

/// Points that expressions hardly move, and where they lie on a mean upright face (outer-eye distance 1; means of the
/// model's start shape, symmetrised). Moved to their own centre below.
constexpr std::array<int, 8> rigid = {27, 28, 29, 30, 36, 39, 42, 45};
const std::array<Complex, 8> meanFace = {Complex(0.0, -0.06), Complex(0.0, 0.10), Complex(0.0, 0.26),
                                         Complex(0.0, 0.42),  Complex(-0.5, 0.0), Complex(-0.19, 0.02),
                                         Complex(0.19, 0.02), Complex(0.5, 0.0)};

} // namespace

std::vector<Landmarks68> toFaceCoordinates(const std::vector<Landmarks68>& sequence)
{
    Complex centre = 0;
    for (const Complex& p : meanFace) centre += p / 8.0;
    std::vector<Landmarks68> out;
    out.reserve(sequence.size());
    for (const Landmarks68& points : sequence) {
        Complex from = 0;
        for (const int i : rigid) from += Complex(points[i].x, points[i].y) / 8.0;
        // The least-squares similarity in the plane is one complex factor: rotation and scale.
        Complex numerator = 0;
        double denominator = 0;
        for (std::size_t k = 0; k < rigid.size(); ++k) {
            const Complex p = Complex(points[rigid[k]].x, points[rigid[k]].y) - from;
            numerator += std::conj(p) * (meanFace[k] - centre);
            denominator += std::norm(p);
        }
        const Complex factor = denominator > 0 ? numerator / denominator : Complex(0);
        Landmarks68 moved;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Complex p = factor * (Complex(points[i].x, points[i].y) - from);
            moved[i] = {static_cast<float>(p.real()), static_cast<float>(p.imag())};
        }
        out.push_back(moved);
    }
    return out;
}

} // namespace mien
