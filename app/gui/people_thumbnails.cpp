// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/people_thumbnails.h"

#include "app/engine/background_pool.h"
#include "app/gui/mailbox.h"
#include "core/face/face_crops.h"
#include "widgets/common/image.h"

#include <algorithm>
#include <map>
#include <utility>

namespace mien {
namespace {

constexpr int side = 80; ///< pixels: sharp at twice the scale

struct Picture
{
    int person = 0;
    QImage image;
};

/// How well a face is seen: how sure its landmarks are comes before its size.
double clarityOf(const FaceFrame& face)
{
    const double sure = face.confidence > 0 ? face.confidence : 0; // NaN = not known
    const double hidden = static_cast<double>(face.hidden.count()) / static_cast<double>(face.hidden.size());
    return sure * (1 - hidden) * std::min(1.0f, face.box.width / side);
}

/// The clearest face of each person, in order of frames.
std::vector<const FaceFrame*> clearestFaces(const ClipFaces& faces)
{
    std::map<int, const FaceFrame*> best;
    for (int i = 0; i < faces.frameCount(); ++i)
        for (const FaceFrame& face : faces.in(i)) {
            if (!face.found) continue;
            const FaceFrame*& known = best[face.person];
            if (!known || clarityOf(face) > clarityOf(*known)) known = &face;
        }
    std::vector<const FaceFrame*> chosen;
    chosen.reserve(best.size());
    for (const auto& [person, face] : best) chosen.push_back(face);
    std::sort(chosen.begin(), chosen.end(), [](auto* a, auto* b) { return a->frame < b->frame; });
    return chosen;
}

} // namespace

void PeopleThumbnails::stop()
{
    if (m_stopped) *m_stopped = true;
    m_faces.reset();
}

void PeopleThumbnails::request(const jobs::ExtractRequest& clip, std::shared_ptr<const ClipFaces> faces)
{
    if (faces == m_faces) return;
    stop();
    m_faces = faces;
    m_stopped = std::make_shared<std::atomic<bool>>(false);
    auto pictures = Mailbox<Picture>::make(this, [this, stopped = m_stopped](const std::vector<Picture>& batch) {
        for (const Picture& picture : batch)
            if (!*stopped) emit ready(picture.person, picture.image);
    });
    m_pool.run(
        this,
        [clip, faces = std::move(faces), stopped = m_stopped, pictures]() -> Result<void> {
            auto source = jobs::openFiles(clip.files, clip.part);
            if (!source) return source.error();
            for (const FaceFrame* face : clearestFaces(*faces)) {
                if (*stopped) break;
                const auto frame = (*source)->frame(face->frame);
                if (!frame) continue; // one picture less
                const Frame crop = alignedFace(*frame, face->landmarks, {.side = side, .margin = 0.15});
                pictures->post({face->person, toDisplayImage(crop, {})});
            }
            return {};
        },
        [](const Result<void>&) {}); // without pictures the names are there all the same
}

} // namespace mien
