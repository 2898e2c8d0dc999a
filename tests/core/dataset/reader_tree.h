// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/reader.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <stdexcept>
#include <unistd.h>

/// Small dataset trees typed by hand, and what a reader says of them. Pictures hold no picture: a reader decodes none.
namespace mien::tree {

namespace fs = std::filesystem;
using Severity = Diagnostic::Severity;

inline void write(const fs::path& file, const std::string& text)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

/// Each diagnostic of one severity as "file:line".
inline std::multiset<std::string> places(const DatasetIndex& index, Severity severity)
{
    std::multiset<std::string> found;
    for (const Diagnostic& d : index.diagnostics)
        if (d.severity == severity) found.insert(d.file + ":" + std::to_string(d.line));
    return found;
}

inline std::string listed(const DatasetIndex& index)
{
    std::string text;
    for (const Diagnostic& d : index.diagnostics)
        text += (d.severity == Severity::Note ? "note " : "warning ") + d.file + ":" + std::to_string(d.line) + " " +
                d.message + "\n";
    return text;
}

/// Fresh folders with an awkward name.
class Folders
{
public:
    fs::path next()
    {
        const fs::path root = fs::path(m_temporary.path().toStdString()) / ("日本 é " + std::to_string(++m_count));
        fs::create_directories(root);
        return root;
    }

private:
    QTemporaryDir m_temporary;
    int m_count = 0;
};

inline DatasetIndex read(const fs::path& root, const ReaderOptions& options = {}, const std::string& reader = {})
{
    const RunControl control;
    auto index = readDataset(root, reader, control, options);
    if (!index) throw std::runtime_error(index.error().message());
    return std::move(index).value();
}

inline FrameLabels frameLabels(const DatasetIndex& index, const std::string& clip)
{
    for (const Reader* reader : readers()) {
        if (reader->id != index.reader) continue;
        auto labels = reader->frameLabels(index, *index.find(clip));
        if (!labels) throw std::runtime_error(labels.error().message());
        return std::move(labels).value();
    }
    throw std::logic_error("no reader");
}

/// Numbers as text, "nan" for NaN, so that lists can be compared and shown.
inline std::string values(const std::vector<float>& list)
{
    std::string text;
    for (const float v : list) {
        char number[32];
        std::snprintf(number, sizeof number, "%s%g", text.empty() ? "" : " ", static_cast<double>(v));
        text += v != v ? (text.empty() ? "nan" : " nan") : number;
    }
    return text;
}

/// A diagnostic that must be given.
struct Expected
{
    std::string place; ///< "file:line"
    std::string words; ///< that its message holds
    Severity severity = Severity::Warning;
};

/// One fault put into a sound tree.
struct Fault
{
    const char* name;
    std::function<void(const fs::path& root)> plant;
    std::vector<Expected> expected;                      ///< beside those of the sound tree: these, and no others
    std::set<std::string> lost = {}, gained = {};        ///< clips that the fault itself takes or makes
    std::function<bool(const DatasetIndex&)> holds = {}; ///< what else must be true; may be empty
};

/// What `faulty` lacks or has too much against `sound` and the fault's own doing; empty if nothing.
inline std::string differenceTo(const DatasetIndex& sound, const DatasetIndex& faulty, const Fault& fault)
{
    std::set<std::string> ids, wanted;
    for (const ClipEntry& clip : sound.clips) wanted.insert(clip.id);
    for (const std::string& id : fault.lost) wanted.erase(id);
    wanted.insert(fault.gained.begin(), fault.gained.end());
    for (const ClipEntry& clip : faulty.clips) ids.insert(clip.id);
    std::string text;
    for (const std::string& id : wanted)
        if (!ids.count(id)) text += "the clip " + id + " is lost\n";
    for (const std::string& id : ids)
        if (!wanted.count(id)) text += "there is a clip " + id + "\n";

    std::vector<Diagnostic> found = faulty.diagnostics;
    const auto take = [&](const auto& isIt, const std::string& what) {
        const auto it = std::find_if(found.begin(), found.end(), isIt);
        if (it == found.end())
            text += "nothing says " + what + "\n";
        else
            found.erase(it);
    };
    for (const Expected& e : fault.expected)
        take(
            [&](const Diagnostic& d) {
                return d.severity == e.severity && d.file + ":" + std::to_string(d.line) == e.place &&
                       d.message.find(e.words) != std::string::npos;
            },
            e.place + " " + e.words);
    for (const Diagnostic& s : sound.diagnostics)
        take([&](const Diagnostic& d) { return d.severity == s.severity && d.file == s.file && d.line == s.line; },
             s.file + " " + s.message);
    for (const Diagnostic& d : found)
        text += "too much: " + d.file + ":" + std::to_string(d.line) + " " + d.message + "\n";
    if (fault.holds && !fault.holds(faulty)) text += "what must hold does not\n";
    return text.empty() ? text : text + "--- all:\n" + listed(faulty);
}

/// Plants each fault alone in a sound tree; what goes wrong, by name.
inline std::string tryFaults(Folders& folders, const std::function<void(const fs::path&)>& makeSound,
                             const std::vector<Fault>& faults, const ReaderOptions& options = {})
{
    const fs::path soundRoot = folders.next();
    makeSound(soundRoot);
    const DatasetIndex sound = read(soundRoot, options);
    std::string text;
    for (const Fault& fault : faults) {
        const fs::path root = folders.next();
        makeSound(root);
        fault.plant(root);
        const std::string wrong = differenceTo(sound, read(root, options), fault);
        if (!wrong.empty()) text += std::string("* ") + fault.name + ":\n" + wrong;
    }
    return text;
}

/// Gives up root's rights while it lives, so that folders can be unreadable.
class CommonUser
{
public:
    CommonUser() : m_isRoot(::geteuid() == 0) { m_dropped = !m_isRoot || ::seteuid(65534) == 0; }
    ~CommonUser()
    {
        if (m_isRoot && m_dropped && ::seteuid(0) != 0) std::abort();
    }
    bool dropped() const { return m_dropped; }

private:
    bool m_isRoot;
    bool m_dropped = false;
};

} // namespace mien::tree
