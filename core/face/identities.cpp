// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/identities.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace mien {

namespace {

// Measured on the faces of twelve films: one person in two frames 0.28, two people 0.46 in the median.
constexpr double alike = 0.40;
constexpr double inPlaceBonus = 0.08; ///< who vanishes and comes back on one place at once is probably the same
constexpr double unseen = 0.38;       ///< distance where there are no looks to compare, before the bonus
constexpr int atOnce = 5;             ///< frames
constexpr double onePlace = 0.3;      ///< overlap
constexpr double seamOverlap = 0.5;   ///< from one frame to the next
constexpr double never = std::numeric_limits<double>::infinity();

/// Tracklets taken for one person.
struct Group
{
    std::vector<std::size_t> members; ///< by first frame, none overlapping in time
    MeanAppearance appearance;
};

bool inPlace(const Tracklet& before, const Tracklet& after)
{
    const int gap = after.firstFrame - before.lastFrame;
    return gap > 0 && gap <= atOnce && overlap(before.lastBox, after.firstBox) > onePlace;
}

class Grouping
{
public:
    explicit Grouping(const std::vector<Tracklet>& tracklets) : m_tracklets(tracklets)
    {
        for (std::size_t i = 0; i < tracklets.size(); ++i) m_groups.push_back(Group{{i}, tracklets[i].appearance});
    }

    void joinSeams()
    {
        for (std::size_t b = 0; b < m_tracklets.size(); ++b) {
            std::optional<std::size_t> best;
            double most = seamOverlap;
            for (std::size_t a = 0; a < m_tracklets.size(); ++a) {
                const Tracklet& before = m_tracklets[a];
                const Tracklet& after = m_tracklets[b];
                if (before.segment + 1 != after.segment || before.lastFrame + 1 != after.firstFrame) continue;
                const double shared = overlap(before.lastBox, after.firstBox);
                if (shared <= most) continue;
                most = shared;
                best = a;
            }
            if (best) merge(groupOf(*best), b);
        }
    }

    /// The two groups most alike become one, again and again.
    void joinAlike()
    {
        std::vector<Nearest> nearest(m_groups.size());
        for (std::size_t i = 0; i < m_groups.size(); ++i) nearest[i] = nearestOf(i);
        for (;;) {
            const auto at = std::min_element(nearest.begin(), nearest.end(),
                                             [](const auto& a, const auto& b) { return a.distance < b.distance; });
            if (at == nearest.end() || at->distance >= alike) return;
            const auto into = static_cast<std::size_t>(at - nearest.begin());
            const std::size_t from = at->group;
            merge(into, from);
            nearest[from] = {};
            for (std::size_t i = 0; i < m_groups.size(); ++i)
                if (i == into || nearest[i].group == into || nearest[i].group == from) nearest[i] = nearestOf(i);
        }
    }

    std::vector<int> people() const
    {
        std::vector<const Group*> ordered;
        for (const Group& group : m_groups)
            if (!group.members.empty()) ordered.push_back(&group);
        std::stable_sort(ordered.begin(), ordered.end(), [&](const Group* a, const Group* b) {
            return m_tracklets[a->members.front()].firstFrame < m_tracklets[b->members.front()].firstFrame;
        });
        std::vector<int> people(m_tracklets.size());
        for (std::size_t person = 0; person < ordered.size(); ++person)
            for (const std::size_t member : ordered[person]->members) people[member] = static_cast<int>(person);
        return people;
    }

private:
    struct Nearest
    {
        std::size_t group = std::numeric_limits<std::size_t>::max();
        double distance = never;
    };

    std::size_t groupOf(std::size_t tracklet) const
    {
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            for (const std::size_t member : m_groups[i].members)
                if (member == tracklet) return i;
        return m_groups.size(); // every tracklet is in a group
    }

    /// Of the groups behind it in the list, so that each pair is looked at once.
    Nearest nearestOf(std::size_t i) const
    {
        Nearest best;
        if (m_groups[i].members.empty()) return best;
        for (std::size_t j = i + 1; j < m_groups.size(); ++j)
            if (const double d = distance(m_groups[i], m_groups[j]); d < best.distance) best = {j, d};
        return best;
    }

    double distance(const Group& a, const Group& b) const
    {
        if (a.members.empty() || b.members.empty()) return never;
        bool succeed = false;
        for (const std::size_t i : a.members)
            for (const std::size_t j : b.members) {
                const Tracklet& x = m_tracklets[i];
                const Tracklet& y = m_tracklets[j];
                if (x.firstFrame <= y.lastFrame && y.firstFrame <= x.lastFrame) return never; // seen together
                succeed = succeed || inPlace(x, y) || inPlace(y, x);
            }
        const bool seen = !a.appearance.empty() && !b.appearance.empty();
        if (!seen) return succeed ? unseen - inPlaceBonus : never;
        return a.appearance.distanceTo(b.appearance) - (succeed ? inPlaceBonus : 0);
    }

    void merge(std::size_t into, std::size_t from)
    {
        Group& a = m_groups[into];
        Group& b = m_groups[from];
        a.members.insert(a.members.end(), b.members.begin(), b.members.end());
        std::sort(a.members.begin(), a.members.end()); // the tracklets are by first frame
        a.appearance.add(b.appearance);
        b = {};
    }

    const std::vector<Tracklet>& m_tracklets;
    std::vector<Group> m_groups;
};

} // namespace

void TrackletGatherer::add(int segment, const FaceFrame& face)
{
    if (!face.found) return;
    const auto [at, isNew] = m_tracklets.try_emplace({segment, face.tracklet});
    Tracklet& tracklet = at->second;
    if (isNew) tracklet = {segment, face.tracklet, face.frame, face.frame, face.box, face.box, {}};
    tracklet.lastFrame = face.frame;
    tracklet.lastBox = face.box;
    if (!face.appearance.empty()) tracklet.appearance.add(face.appearance);
}

std::vector<Tracklet> TrackletGatherer::take()
{
    std::vector<Tracklet> tracklets;
    for (auto& [key, tracklet] : m_tracklets) tracklets.push_back(std::move(tracklet));
    m_tracklets.clear();
    std::stable_sort(tracklets.begin(), tracklets.end(),
                     [](const Tracklet& a, const Tracklet& b) { return a.firstFrame < b.firstFrame; });
    return tracklets;
}

std::vector<int> peopleOf(const std::vector<Tracklet>& tracklets)
{
    Grouping grouping(tracklets);
    grouping.joinSeams();
    grouping.joinAlike();
    return grouping.people();
}

} // namespace mien
