// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/distributions.h"

#include "core/types/metrics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mien {

namespace {

/// B(degrees/2, ½), by recurrence from B(½, ½) = π and B(1, ½) = 2.
double betaOfHalf(int degrees)
{
    double a = degrees % 2 ? 0.5 : 1.0;
    double beta = degrees % 2 ? std::numbers::pi : 2.0;
    for (; 2 * a < degrees; a += 1) beta *= a / (a + 0.5);
    return beta;
}

/// The continued fraction of the incomplete beta function, by Lentz' method.
double betaFraction(double a, double b, double x)
{
    constexpr double tiny = 1e-300;
    const auto kept = [](double v) { return std::abs(v) < tiny ? tiny : v; };
    double c = 1;
    double d = 1 / kept(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < 100000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / kept(1 + even * d);
        c = kept(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / kept(1 + odd * d);
        c = kept(1 + odd / c);
        fraction *= d * c;
        if (std::abs(d * c - 1) < 1e-16) break;
    }
    return fraction;
}

} // namespace

double studentTwoSided(double t, int degrees)
{
    if (std::isnan(t) || degrees < 1) return notComputed;
    if (std::isinf(t)) return 0;
    // I_x(a, ½) with x = ν/(ν + t²); 1 − x apart, because it is small where t is.
    const double a = degrees / 2.0, b = 0.5;
    const double x = degrees / (degrees + t * t), rest = t * t / (degrees + t * t);
    if (rest == 0) return 1;
    const double front = std::exp(a * std::log1p(-rest)) * std::sqrt(rest) / betaOfHalf(degrees);
    if (x < (a + 1) / (a + b + 2)) return front * betaFraction(a, b, x) / a;
    return 1 - front * betaFraction(b, a, rest) / b;
}

double fairBinomialMass(long k, long n)
{
    if (k < 0 || k > n) return 0;
    const long few = std::min(k, n - k);
    long double logarithm = -static_cast<long double>(n) * std::numbers::ln2_v<long double>;
    for (long i = 1; i <= few; ++i)
        logarithm += std::log(static_cast<long double>(n - few + i) / static_cast<long double>(i));
    return static_cast<double>(std::exp(logarithm));
}

double fairBinomialTail(long k, long n)
{
    if (k < 0) return 0;
    if (k >= n) return 1;
    if (2 * k >= n) return 1 - fairBinomialTail(n - k - 1, n);
    long double term = 1, sum = 1; // in units of the mass at k, downwards
    for (long i = k; i > 0 && term > 1e-25L; --i) {
        term *= static_cast<long double>(i) / static_cast<long double>(n - i + 1);
        sum += term;
    }
    return static_cast<double>(sum * static_cast<long double>(fairBinomialMass(k, n)));
}

} // namespace mien
