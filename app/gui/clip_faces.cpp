// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_faces.h"

#include <algorithm>
#include <utility>

namespace mien {

ClipFaces::ClipFaces(std::vector<FaceFrame> entries)
{
    if (!entries.empty()) m_frames.reserve(static_cast<std::size_t>(entries.back().frame) + 1);
    for (FaceFrame& entry : entries) add(std::move(entry));
}

void ClipFaces::add(FaceFrame entry)
{
    const auto index = static_cast<std::size_t>(entry.frame);
    if (m_frames.size() <= index) m_frames.resize(index + 1);
    m_frames[index].push_back(std::move(entry));
}

const std::vector<FaceFrame>& ClipFaces::in(int frame) const
{
    static const std::vector<FaceFrame> none;
    return frame < 0 || frame >= frameCount() ? none : m_frames[static_cast<std::size_t>(frame)];
}

const std::string* ClipFaces::problem(int frame) const
{
    for (const FaceFrame& entry : in(frame))
        if (!entry.problem.empty()) return &entry.problem;
    return nullptr;
}

bool ClipFaces::hasFace() const
{
    return std::any_of(m_frames.begin(), m_frames.end(), [](const std::vector<FaceFrame>& entries) {
        return std::any_of(entries.begin(), entries.end(), [](const FaceFrame& f) { return f.found; });
    });
}

const FaceFrame* ClipFaces::face(int frame, std::optional<int> person) const
{
    static const FaceFrame unseen;
    const auto& entries = in(frame);
    if (entries.empty()) return nullptr;
    const auto size = [](const FaceFrame& f) { return f.found ? f.box.width * f.box.height : 0; };
    if (!person)
        return &*std::max_element(entries.begin(), entries.end(),
                                  [&](const FaceFrame& a, const FaceFrame& b) { return size(a) < size(b); });
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [&](const FaceFrame& f) { return f.found && f.person == *person; });
    return at == entries.end() ? &unseen : &*at;
}

} // namespace mien
