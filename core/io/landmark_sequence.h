// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Sequences as folders: one file of 68 landmarks per frame.
namespace mien::landmarks {

/// A format whose files hold one face of one frame.
struct FrameFormat
{
    const char* ending; ///< of file names, lower case: ".pts", "_landmarks.txt"
    std::string (*toText)(const Landmarks68& points);
    Result<Landmarks68> (*parse)(std::string_view text, const std::string& where);
};

/// The files of this ending in `folder`, in natural order; hidden files and folders are passed over. Input error where
/// the folder cannot be read.
Result<std::vector<std::filesystem::path>> frameFiles(const std::filesystem::path& folder, const FrameFormat& format);

/// One track of `files`, which are not empty.
///
/// Where the names are one name with a number at the end ("S005_001_00000011"), that number is the frame, from 1, or
/// from 0 where there is a 0; numbers without a file are frames without a face, unless more than 10,000 of them follow
/// each other. Else each file is a frame, in this order. A file that holds no 68 landmarks becomes a frame without a
/// face that says why; if that is all of them, the first one's Error is the result.
Result<FaceTrack> readFrameFiles(const std::vector<std::filesystem::path>& files, const FrameFormat& format);

/// Writes `<stem>_<frame from 1, 8 digits><ending>` into `folder`, which is made if absent, for each frame with all
/// landmarks, and returns the files. Failed error for a track without any, and where the folder already holds files of
/// this ending that would mix with the new ones.
Result<std::vector<std::filesystem::path>> writeFrameFiles(const FaceTrack& track, const FrameFormat& format,
                                                           const std::filesystem::path& folder, const std::string& stem,
                                                           const RunControl& control);

} // namespace mien::landmarks
