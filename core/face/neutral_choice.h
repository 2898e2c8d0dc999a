// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>

namespace mien {

/// What action units count from: which frames show the person's neutral. Nobody can tell that for sure; so it is a
/// choice that people see and tables say.
struct NeutralChoice
{
    enum class Kind {
        Automatic, ///< Beginning in clips of up to 100 frames, as posed sequences are (CK+, Oulu-CASIA); else Usual
        Beginning, ///< the first three frames with the face
        Usual,     ///< what the face shows most: of the frames, the half that differs least from their median
        Frames,    ///< those from `first` to `last`
        MeanFace,  ///< of nobody: the mean face; all that a single picture has
    };
    Kind kind = Kind::Automatic;
    int first = 0; ///< from 0; both included
    int last = 0;

    /// "auto", "start", "usual", "mean-face", "12" or "12-40" (frames from 1). Usage error for everything else.
    static Result<NeutralChoice> parse(const std::string& words);
    std::string toString() const; ///< what parse() reads

    friend bool operator==(const NeutralChoice&, const NeutralChoice&) = default;
};

} // namespace mien
