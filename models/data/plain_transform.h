// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/data/clip_transform.h"

namespace mien {

/// The network takes what the clip builder delivers.
class PlainTransform final : public ClipTransform
{
public:
    void apply(Clip&, Random*) const override {}
};

} // namespace mien
