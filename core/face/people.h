// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/face/identities.h"

#include <string>
#include <tuple>
#include <vector>

namespace mien {

/// Somebody in a film.
struct Person
{
    int id = 0;       ///< face_id of tables; stays when others are merged or split, and is never somebody else's
    std::string name; ///< given by a user; may be empty
    bool excluded = false;
    int frames = 0; ///< in which the face is seen
    int firstFrame = 0;
};

/// Frames from `first` to `last`, both included.
struct FrameSpan
{
    int first = 0;
    int last = 0;
};

/// Who the faces of a film are: first as they were told apart by their looks, then as a user says. A value: what an
/// edit changes can be undone by keeping the copy from before.
class People
{
public:
    /// `people` is the person of each tracklet, as peopleOf() gives it.
    People(const std::vector<Tracklet>& tracklets, const std::vector<int>& people);
    People() = default;

    const std::vector<Person>& all() const { return m_people; } ///< by id
    const Person* find(int id) const;

    std::vector<FrameSpan> spansOf(int id) const; ///< where a person is seen, in order

    /// First frames of what looks alone, or a user, joined to what was seen of the person before: where a mistake would
    /// be.
    std::vector<int> joinsOf(int id) const;

    /// Who is seen from frame `first` up to `last`, both included, in frames counted from `first`: to be shown. It is
    /// the film's people that are edited and kept.
    People within(FrameSpan part) const;

    /// The person that a face belongs to; −1 for a tracklet that is not of this film.
    int personOf(int segment, int tracklet, int frame) const;

    /// The same people with the same faces, excluded or not; their names may differ.
    bool hasFacesOf(const People& other) const;

    /// Both are one person, `into`. Usage error where they are in the picture together.
    Result<void> merge(int from, int into);
    /// From `frame` on it is somebody else; returns the new person's id. Usage error where nothing is left on one side.
    Result<int> split(int id, int frame);
    Result<void> rename(int id, const std::string& name);
    Result<void> setExcluded(int id, bool excluded);

    /// All of it as lines of text, to be kept; and back. Input error for what is no such text.
    std::string toText() const;
    static Result<People> fromText(const std::string& text);

private:
    /// A tracklet, or a part of one that was split.
    struct Stretch
    {
        int segment, tracklet;
        int firstFrame, lastFrame;
        int person;

        bool operator==(const Stretch&) const = default;
        std::tuple<int, int, int> key() const { return {segment, tracklet, firstFrame}; }
    };
    Person* get(int id);
    std::vector<Stretch> stretchesOf(int id) const; ///< by first frame
    void count(); ///< frames of each person, after a change; and the order of the stretches

    std::vector<Person> m_people;
    std::vector<Stretch> m_stretches; ///< by key
    int m_next = 0;                   ///< the next new person's id
};

} // namespace mien
