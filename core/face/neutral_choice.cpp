// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/neutral_choice.h"

#include "core/base/text.h"

#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace mien {

Result<NeutralChoice> NeutralChoice::parse(const std::string& words)
{
    using enum Kind;
    for (const auto& [word, kind] :
         {std::pair{"auto", Automatic}, {"start", Beginning}, {"usual", Usual}, {"mean-face", MeanFace}})
        if (words == word) return NeutralChoice{kind};
    const auto parts = text::split(words, '-');
    const auto first = text::toInt(parts.front());
    const auto last = text::toInt(parts.back());
    if (parts.size() > 2 || !first || !last || *first < 1 || *last < *first || *last > std::numeric_limits<int>::max())
        return Error::usage("the neutral cannot be '" + words + "'", {},
                            "auto, start, usual, mean-face, or frames from 1: 12 or 12-40");
    return NeutralChoice{Frames, static_cast<int>(*first) - 1, static_cast<int>(*last) - 1};
}

std::string NeutralChoice::toString() const
{
    switch (kind) {
    case Kind::Automatic:
        return "auto";
    case Kind::Beginning:
        return "start";
    case Kind::Usual:
        return "usual";
    case Kind::MeanFace:
        return "mean-face";
    case Kind::Frames:
        break;
    }
    const std::string from = std::to_string(first + 1);
    return first == last ? from : from + '-' + std::to_string(last + 1);
}

} // namespace mien
