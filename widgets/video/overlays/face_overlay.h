// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/face_track.h"
#include "widgets/video/overlays/overlay.h"

#include <functional>
#include <optional>
#include <vector>

namespace mien {

/// A layer over the face of the shown frame.
class FaceOverlay : public Overlay
{
    Q_OBJECT
public:
    using Overlay::Overlay;

    /// Nothing = not known yet. `others` are the faces of other people in the frame.
    void setFace(const std::optional<FaceFrame>& face, const std::vector<FaceFrame>& others = {});

protected:
    /// Null where no face is known or none was found.
    const FaceFrame* face() const { return m_face && m_face->found ? &*m_face : nullptr; }
    const std::vector<FaceFrame>& others() const { return m_others; }

    /// Called when the face is another one, before views hear of it.
    virtual void faceChanged() {}

    /// Calls `paintOne` for the others, fainter, then for the face.
    void paintEach(QPainter& painter, const std::function<void(const FaceFrame&)>& paintOne) const;

    /// Outer-eye distance of a face in pixels of the view.
    static double eyesInView(const FaceFrame& face, const QTransform& toView);

private:
    std::optional<FaceFrame> m_face;
    std::vector<FaceFrame> m_others;
};

} // namespace mien
