// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

namespace mien {

/// Names a clip: the dataset it belongs to and its id there. Loose videos and image folders are datasets of one clip.
/// Two datasets may well hold clips of one id.
struct ClipRef
{
    QString dataset; ///< root of the dataset
    QString clip;    ///< ClipEntry::id
    bool isValid() const { return !clip.isEmpty(); }
    friend bool operator==(const ClipRef&, const ClipRef&) = default;
    friend std::size_t qHash(const ClipRef& ref, std::size_t seed = 0)
    {
        return qHashMulti(seed, ref.dataset, ref.clip);
    }
};

} // namespace mien
