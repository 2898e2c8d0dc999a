// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Tail areas that tests of significance need, to about 13 digits. No shared state.
namespace mien {

/// P(|T| ≥ |t|) of Student's t with `degrees` of freedom, by the continued fraction of the incomplete beta function
/// (Abramowitz & Stegun 26.5.8, 26.7.1). NaN for a NaN or fewer than one degree.
double studentTwoSided(double t, int degrees);

/// P(X ≤ k) and P(X = k) of a binomial variable with n trials of probability ½; 0 for k < 0.
double fairBinomialTail(long k, long n);
double fairBinomialMass(long k, long n);

} // namespace mien
