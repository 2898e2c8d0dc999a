// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"
#include "widgets/video/overlays/overlay.h"

#include <optional>

namespace mien {

/// A layer over the face of the shown frame.
class FaceOverlay : public Overlay
{
    Q_OBJECT
public:
    using Overlay::Overlay;

    /// Nothing = not known yet.
    void setFace(const std::optional<FaceFrame>& face);

protected:
    /// Null where no face is known or none was found.
    const FaceFrame* face() const { return m_face && m_face->found ? &*m_face : nullptr; }

    /// Called when the face is another one, before views hear of it.
    virtual void faceChanged() {}

    /// Outer-eye distance of the face in pixels of the view; 0 without a face.
    double eyesInView(const QTransform& toView) const;

private:
    std::optional<FaceFrame> m_face;
};

} // namespace mien
