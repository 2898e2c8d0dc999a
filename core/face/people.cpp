// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/people.h"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace mien {

namespace {

Error unknown(int id)
{
    return Error::usage("there is no person " + std::to_string(id) + " in this film");
}

} // namespace

People::People(const std::vector<Tracklet>& tracklets, const std::vector<int>& people)
{
    for (std::size_t i = 0; i < tracklets.size(); ++i) {
        const Tracklet& t = tracklets[i];
        m_stretches.push_back({t.segment, t.number, t.firstFrame, t.lastFrame, people.at(i)});
        if (!get(people[i])) m_people.push_back({people[i], {}, false, 0, 0});
    }
    std::sort(m_people.begin(), m_people.end(), [](const Person& a, const Person& b) { return a.id < b.id; });
    if (!m_people.empty()) m_next = m_people.back().id + 1;
    count();
}

Person* People::get(int id)
{
    const auto at = std::find_if(m_people.begin(), m_people.end(), [id](const Person& p) { return p.id == id; });
    return at == m_people.end() ? nullptr : &*at;
}

const Person* People::find(int id) const
{
    return const_cast<People*>(this)->get(id);
}

std::vector<People::Stretch> People::stretchesOf(int id) const
{
    std::vector<Stretch> parts;
    std::copy_if(m_stretches.begin(), m_stretches.end(), std::back_inserter(parts),
                 [id](const Stretch& s) { return s.person == id; });
    std::sort(parts.begin(), parts.end(),
              [](const Stretch& a, const Stretch& b) { return a.firstFrame < b.firstFrame; });
    return parts;
}

std::vector<FrameSpan> People::spansOf(int id) const
{
    std::vector<FrameSpan> spans;
    for (const Stretch& part : stretchesOf(id)) {
        if (!spans.empty() && part.firstFrame <= spans.back().last + 1)
            spans.back().last = std::max(spans.back().last, part.lastFrame);
        else
            spans.push_back({part.firstFrame, part.lastFrame});
    }
    return spans;
}

std::vector<int> People::joinsOf(int id) const
{
    const std::vector<Stretch> parts = stretchesOf(id);
    std::vector<int> joins;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const Stretch& before = parts[i - 1];
        const Stretch& after = parts[i];
        const bool meets = after.firstFrame <= before.lastFrame + 1;
        const bool sameTracklet = after.segment == before.segment && after.tracklet == before.tracklet;
        // Where segments meet a face goes on at its place.
        if (!meets || (!sameTracklet && after.segment == before.segment)) joins.push_back(after.firstFrame);
    }
    return joins;
}

People People::within(FrameSpan part) const
{
    People seen;
    seen.m_next = m_next;
    for (Stretch s : m_stretches) {
        if (s.lastFrame < part.first || s.firstFrame > part.last) continue;
        s.firstFrame = std::max(s.firstFrame, part.first) - part.first;
        s.lastFrame = std::min(s.lastFrame, part.last) - part.first;
        seen.m_stretches.push_back(s);
    }
    seen.m_people = m_people;
    seen.count();
    std::erase_if(seen.m_people, [](const Person& p) { return p.frames == 0; });
    return seen;
}

int People::personOf(int segment, int tracklet, int frame) const
{
    const auto at = std::upper_bound(m_stretches.begin(), m_stretches.end(), std::tuple{segment, tracklet, frame},
                                     [](const auto& key, const Stretch& s) { return key < s.key(); });
    if (at == m_stretches.begin()) return -1;
    const Stretch& s = *(at - 1);
    return s.segment == segment && s.tracklet == tracklet && frame <= s.lastFrame ? s.person : -1;
}

bool People::hasFacesOf(const People& other) const
{
    return m_stretches == other.m_stretches &&
           std::equal(m_people.begin(), m_people.end(), other.m_people.begin(), other.m_people.end(),
                      [](const Person& a, const Person& b) { return a.id == b.id && a.excluded == b.excluded; });
}

Result<void> People::merge(int from, int into)
{
    if (!get(from)) return unknown(from);
    if (!get(into)) return unknown(into);
    if (from == into) return {};
    for (const Stretch& a : m_stretches)
        for (const Stretch& b : m_stretches)
            if (a.person == from && b.person == into && a.firstFrame <= b.lastFrame && b.firstFrame <= a.lastFrame)
                return Error::usage("persons " + std::to_string(into) + " and " + std::to_string(from) +
                                        " are in the picture together in frame " +
                                        std::to_string(std::max(a.firstFrame, b.firstFrame) + 1),
                                    {}, "split one of them there first");
    for (Stretch& s : m_stretches)
        if (s.person == from) s.person = into;
    Person& kept = *get(into);
    if (kept.name.empty()) kept.name = get(from)->name;
    std::erase_if(m_people, [from](const Person& p) { return p.id == from; });
    count();
    return {};
}

Result<int> People::split(int id, int frame)
{
    if (!get(id)) return unknown(id);
    const auto owns = [id](const Stretch& s) { return s.person == id; };
    const bool before =
        std::any_of(m_stretches.begin(), m_stretches.end(), [&](auto& s) { return owns(s) && s.firstFrame < frame; });
    const bool after =
        std::any_of(m_stretches.begin(), m_stretches.end(), [&](auto& s) { return owns(s) && s.lastFrame >= frame; });
    if (!before || !after)
        return Error::usage("person " + std::to_string(id) + " is only seen " + (before ? "before" : "from") +
                                " frame " + std::to_string(frame + 1) + (before ? "" : " on"),
                            {}, "split at a frame in between");
    const int other = m_next++;
    const std::size_t count = m_stretches.size();
    for (std::size_t i = 0; i < count; ++i) {
        Stretch& s = m_stretches[i];
        if (!owns(s) || s.lastFrame < frame) continue;
        if (s.firstFrame < frame) {
            Stretch later = s;
            s.lastFrame = frame - 1;
            later.firstFrame = frame;
            later.person = other;
            m_stretches.push_back(later);
        } else {
            s.person = other;
        }
    }
    m_people.push_back({other, {}, false, 0, 0});
    this->count();
    return other;
}

Result<void> People::rename(int id, const std::string& name)
{
    Person* person = get(id);
    if (!person) return unknown(id);
    person->name = name;
    return {};
}

Result<void> People::setExcluded(int id, bool excluded)
{
    Person* person = get(id);
    if (!person) return unknown(id);
    person->excluded = excluded;
    return {};
}

void People::count()
{
    std::sort(m_stretches.begin(), m_stretches.end(),
              [](const Stretch& a, const Stretch& b) { return a.key() < b.key(); });
    for (Person& p : m_people) {
        p.frames = 0;
        p.firstFrame = -1;
        for (const Stretch& s : m_stretches) {
            if (s.person != p.id) continue;
            p.frames += s.lastFrame - s.firstFrame + 1;
            if (p.firstFrame < 0 || s.firstFrame < p.firstFrame) p.firstFrame = s.firstFrame;
        }
    }
}

std::string People::toText() const
{
    std::string text = "people 1 " + std::to_string(m_next) + '\n';
    for (const Person& p : m_people) {
        std::string name = p.name;
        std::replace(name.begin(), name.end(), '\n', ' ');
        text += "person " + std::to_string(p.id) + (p.excluded ? " 1 " : " 0 ") + name + '\n';
    }
    for (const Stretch& s : m_stretches) {
        text += "stretch";
        for (const int number : {s.segment, s.tracklet, s.firstFrame, s.lastFrame, s.person})
            text += ' ' + std::to_string(number);
        text += '\n';
    }
    return text;
}

Result<People> People::fromText(const std::string& text)
{
    const Error bad = Error::input("the people of a clip are not written as Mien writes them");
    std::istringstream lines(text);
    std::string line, kind;
    int version = 0;
    People people;
    if (!std::getline(lines, line) || !(std::istringstream(line) >> kind >> version >> people.m_next) ||
        kind != "people" || version != 1)
        return bad;
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        fields >> kind;
        if (kind == "person") {
            Person person;
            if (!(fields >> person.id >> person.excluded) || people.find(person.id)) return bad;
            fields.get(); // the blank in front of the name
            std::getline(fields, person.name);
            people.m_people.push_back(person);
        } else if (kind == "stretch") {
            Stretch s{};
            if (!(fields >> s.segment >> s.tracklet >> s.firstFrame >> s.lastFrame >> s.person)) return bad;
            if (!people.find(s.person) || s.lastFrame < s.firstFrame) return bad;
            people.m_stretches.push_back(s);
        } else {
            return bad;
        }
    }
    people.count();
    // Numbers that run on, words behind them, people in another order: not ours, and who knows what was meant.
    if (people.toText() != text) return bad;
    return people;
}

} // namespace mien
