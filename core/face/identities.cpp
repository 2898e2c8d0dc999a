// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/identities.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

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

bool cancelled(const RunControl& control)
{
    return control.checkpoint() == RunControl::Signal::Cancel;
}

/// Each merge costs one distance to every other group; those that can only have grown are not computed again before
/// they would matter.
class Grouping
{
public:
    explicit Grouping(const std::vector<Tracklet>& tracklets) : m_tracklets(tracklets), m_parent(tracklets.size())
    {
        for (std::size_t i = 0; i < tracklets.size(); ++i) m_groups.push_back(Group{{i}, tracklets[i].appearance});
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }

    /// The pairs that share most come first; each tracklet goes on in one and comes from one.
    void joinSeams()
    {
        std::vector<bool> goesOn(m_tracklets.size()), comesFrom(m_tracklets.size());
        for (const Seam& seam : seams()) {
            if (goesOn[seam.before] || comesFrom[seam.after]) continue;
            const std::size_t into = groupOf(seam.before);
            const std::size_t from = groupOf(seam.after);
            if (meet(m_groups[into], m_groups[from]).together) continue;
            goesOn[seam.before] = comesFrom[seam.after] = true;
            merge(into, from);
        }
    }

    /// The two groups most alike become one, again and again. False if cancelled.
    bool joinAlike(const RunControl& control)
    {
        const auto total = static_cast<std::int64_t>(m_groups.size());
        m_nearest.resize(m_groups.size());
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            if (cancelled(control)) return false;
            m_nearest[i] = nearestOf(i);
            control.report(Progress{"telling people apart", static_cast<std::int64_t>(i) + 1, total});
        }
        for (;;) {
            if (cancelled(control)) return false;
            const auto at = std::min_element(m_nearest.begin(), m_nearest.end(),
                                             [](const auto& a, const auto& b) { return a.distance < b.distance; });
            if (at == m_nearest.end() || at->distance >= alike) return true;
            const auto into = static_cast<std::size_t>(at - m_nearest.begin());
            if (!at->known)
                *at = nearestOf(into);
            else
                joinNearest(into);
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
    struct Seam
    {
        std::size_t before, after;
        double shared;
    };

    /// Of the groups behind one in the list, so that each pair is looked at once.
    struct Nearest
    {
        std::size_t group = std::numeric_limits<std::size_t>::max();
        double distance = never;
        bool known = true; ///< else `group` has moved away, and no distance is less than `distance`
    };

    struct Meeting
    {
        bool together = false; ///< in one picture
        bool succeed = false;  ///< one after the other in one place
    };

    std::vector<Seam> seams() const
    {
        std::map<std::pair<int, int>, std::vector<std::size_t>> ends; // by segment and last frame
        for (std::size_t i = 0; i < m_tracklets.size(); ++i)
            ends[{m_tracklets[i].segment, m_tracklets[i].lastFrame}].push_back(i);
        std::vector<Seam> seams;
        for (std::size_t i = 0; i < m_tracklets.size(); ++i) {
            const auto at = ends.find({m_tracklets[i].segment - 1, m_tracklets[i].firstFrame - 1});
            if (at == ends.end()) continue;
            for (const std::size_t before : at->second)
                if (const double shared = overlap(m_tracklets[before].lastBox, m_tracklets[i].firstBox);
                    shared > seamOverlap)
                    seams.push_back({before, i, shared});
        }
        std::stable_sort(seams.begin(), seams.end(), [](const Seam& a, const Seam& b) { return a.shared > b.shared; });
        return seams;
    }

    std::size_t groupOf(std::size_t tracklet)
    {
        while (m_parent[tracklet] != tracklet) tracklet = m_parent[tracklet] = m_parent[m_parent[tracklet]];
        return tracklet;
    }

    Nearest nearestOf(std::size_t i) const
    {
        Nearest best;
        if (m_groups[i].members.empty()) return best;
        for (std::size_t j = i + 1; j < m_groups.size(); ++j)
            if (const double d = distance(m_groups[i], m_groups[j]); d < best.distance) best = {j, d};
        return best;
    }

    /// Both lists are in order of time, and none of their members overlap in it.
    Meeting meet(const Group& a, const Group& b) const
    {
        Meeting meeting;
        std::size_t first = 0; // of b that does not end long before
        for (const std::size_t i : a.members) {
            const Tracklet& x = m_tracklets[i];
            while (first < b.members.size() && m_tracklets[b.members[first]].lastFrame < x.firstFrame - atOnce) ++first;
            for (std::size_t k = first; k < b.members.size(); ++k) {
                const Tracklet& y = m_tracklets[b.members[k]];
                if (y.firstFrame > x.lastFrame + atOnce) break;
                if (x.firstFrame <= y.lastFrame && y.firstFrame <= x.lastFrame) return {true, false};
                meeting.succeed = meeting.succeed || inPlace(x, y) || inPlace(y, x);
            }
        }
        return meeting;
    }

    double distance(const Group& a, const Group& b) const
    {
        if (a.members.empty() || b.members.empty()) return never;
        const auto [together, succeed] = meet(a, b);
        if (together) return never;
        const bool seen = !a.appearance.empty() && !b.appearance.empty();
        if (!seen) return succeed ? unseen - inPlaceBonus : never;
        return a.appearance.distanceTo(b.appearance) - (succeed ? inPlaceBonus : 0);
    }

    void joinNearest(std::size_t into)
    {
        const std::size_t from = m_nearest[into].group;
        merge(into, from);
        m_nearest[from] = {};
        for (std::size_t i = 0; i < into; ++i) {
            if (m_groups[i].members.empty()) continue;
            Nearest& nearest = m_nearest[i];
            const bool moved = nearest.group == into || nearest.group == from;
            const double d = distance(m_groups[i], m_groups[into]);
            if (d < nearest.distance || (moved && d == nearest.distance))
                nearest = {into, d};
            else if (moved)
                nearest.known = false;
        }
        for (std::size_t i = into + 1; i < from; ++i)
            if (m_nearest[i].group == from) m_nearest[i].known = false;
        m_nearest[into] = nearestOf(into);
    }

    void merge(std::size_t into, std::size_t from)
    {
        Group& a = m_groups[into];
        Group& b = m_groups[from];
        a.members.insert(a.members.end(), b.members.begin(), b.members.end());
        std::sort(a.members.begin(), a.members.end()); // the tracklets are by first frame
        a.appearance.add(b.appearance);
        b = {};
        m_parent[from] = into;
    }

    const std::vector<Tracklet>& m_tracklets;
    std::vector<std::size_t> m_parent; ///< of a tracklet or group in a tree whose root is the group
    std::vector<Group> m_groups;       ///< empty ones have gone into others
    std::vector<Nearest> m_nearest;
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

Result<std::vector<int>> peopleOf(const std::vector<Tracklet>& tracklets, const RunControl& control)
{
    Grouping grouping(tracklets);
    grouping.joinSeams();
    if (!grouping.joinAlike(control)) return Error::cancelled();
    return grouping.people();
}

} // namespace mien
