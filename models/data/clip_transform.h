// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/types/clip.h"

namespace mien {

/// From what the clip builder delivers to what a network takes. Works on the whole clip, so that the inputs of a
/// network with several are augmented alike.
class ClipTransform
{
public:
    virtual ~ClipTransform() = default;

    /// Changes clip.inputs in place, shapes kept. `augmentation` null = evaluation: nothing random happens.
    virtual void apply(Clip& clip, Random* augmentation) const = 0;
};

} // namespace mien
