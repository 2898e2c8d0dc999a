// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/data/clip_transform.h"

namespace mien {

/// In training every input of a clip is blanked with a probability, so that a network with an input per facial
/// component learns to do with what can be seen (MicroX spec, section 7.1). One input always stays.
class ComponentDropout final : public ClipTransform
{
public:
    explicit ComponentDropout(double probability) : m_probability(probability) {}

    void apply(Clip& clip, Random* augmentation) const override;

private:
    double m_probability; ///< 0…1
};

} // namespace mien
