// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/types/run_config.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// An action unit as a coder wrote it.
struct AuCode
{
    int number = 0;
    std::optional<double> intensity; ///< coder's scale; empty = present, not graded
    char side = 'B';                 ///< 'B' both, 'L', 'R' (the subject's)
};

/// What coders wrote of single frames of a clip, one entry per frame from its first; every list is as long as the clip,
/// or empty where the dataset has nothing of the kind.
struct FrameLabels
{
    std::vector<std::string> expression; ///< emotion name; empty = not annotated
    std::vector<float> valence;          ///< −1…1; NaN = not annotated
    std::vector<float> arousal;
    std::vector<int> numbers; ///< of each frame in its film, ascending, where pictures may be missing; empty = none is
    std::map<int, std::vector<float>> actionUnits; ///< by number: intensity on the coder's scale, or 0/1; NaN = not
                                                   ///< annotated, which is not absent

    bool empty() const { return expression.empty() && valence.empty() && actionUnits.empty(); }
};

/// One sequence, video or still, labelled or not. Paths are relative to DatasetIndex::root.
struct ClipEntry
{
    enum class Kind { ImageSequence, Video, Image };

    std::string id;      ///< unique in the dataset, stable ("S005_001")
    std::string subject; ///< "S005"
    Kind kind = Kind::ImageSequence;
    std::vector<std::filesystem::path> files; ///< in order of time; one for Video and Image
    int firstFrame = 0;                       ///< of the video, from 0, where the clip is a part of one
    std::optional<int> frameCount;            ///< empty for videos whose length no file tells: readers open none
    std::optional<int> onset;                 ///< frame of the clip, from 0; empty = not coded
    std::optional<int> apex;
    std::optional<int> offset;
    std::optional<std::string> label; ///< emotion name (core/facs/emotions.h)
    std::vector<AuCode> actionUnits;  ///< of the apex; empty also when not coded
    std::optional<double> valence;    ///< −1…1, of the whole clip
    std::optional<double> arousal;
    bool hasFrameLabels = false;                   ///< Reader::frameLabels gives them
    std::map<std::string, std::string> attributes; ///< "lighting" = "strong"; for --where

    bool isPartOfVideo() const { return kind == Kind::Video && (firstFrame > 0 || frameCount); }
};

/// Attribute that says to which part of training a clip belongs: "train", "val", "test".
inline constexpr const char* splitAttribute = "split";

/// Attribute of clips whose pictures are faces that were cut out already ("cropped").
inline constexpr const char* facesAttribute = "faces";

/// What a folder holds, as its reader understood it.
struct DatasetIndex
{
    std::string reader; ///< id in readers.def
    std::string name;   ///< shown to people
    std::filesystem::path root;
    std::vector<ClipEntry> clips; ///< natural order of ids
    std::vector<Diagnostic> diagnostics;
    bool generated = false; ///< drawn faces with ground truth beside them: figures say nothing of people

    const ClipEntry* find(const std::string& id) const;
    std::vector<std::string> subjects() const;      ///< natural order, each once
    std::map<std::string, int> labelCounts() const; ///< labelled clips only
    std::vector<std::filesystem::path> absoluteFiles(const ClipEntry& clip) const;
};

/// The dataset as a user made it: labels and splits changed, excluded clips gone. Returns the ids of clips that it does
/// not have.
std::vector<std::string> applyOverrides(DatasetIndex& index, const std::vector<ClipOverride>& overrides);

} // namespace mien
