// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/face/face_options.h"
#include "core/face/head_pose.h"
#include "core/types/face_measures.h"
#include "core/types/face_track.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// OpenFace 2 style table: frame (from 1), face_id, timestamp, confidence, success, pose_Tx … pose_Rz (mm, radians),
/// x_0…x_67, y_0…y_67, AU01_r … AU45_r (0…5). Then what OpenFace has not: eye_distance (outer corners, pixels),
/// eye_opening and mouth_opening (in eye distances), AU01_asymmetry … (−5…5, image left minus right, of units that have
/// sides), raw_x_0 … raw_y_67 where the landmarks are steadied (as measured in the frame alone), and last AUs_weak, the
/// numbers of the units that geometry only hints at, and landmarks_hidden, those of landmarks that something hides.
/// One row per decoded frame; a failed frame keeps its row with success 0 and empty cells for what was not computed.
/// Several people have a row each, told apart by face_id. Units and gaze that are not computed have no column.
///
struct TableColumns
{
    bool measures = true;
    bool raw = false;    ///< FaceFrame::measured beside FaceFrame::landmarks
    bool hidden = false; ///< FaceFrame::hidden also without measures
};

/// The table's first line and the line of a frame, each with its line end.
std::string openFaceHeader(const TableColumns& columns);
std::string openFaceRow(const FaceFrame& frame, const std::optional<FaceMeasures>& measures,
                        const TableColumns& columns);

/// The whole table of a track.
std::string toOpenFaceCsv(const FaceTrack& track, const MeasuredTrack& measures = {});

/// Somebody in a table.
struct TablePerson
{
    int id = 0;       ///< face_id
    std::string name; ///< may be empty
    bool excluded = false;
    std::string neutral;  ///< FaceMeasurer::neutral()
    int frames = 0;       ///< with the face
    bool hasUnits = true; ///< else nobody could tell a neutral, and the columns of action units are empty
};

/// What the details file says of a table.
struct TableFacts
{
    std::filesystem::path input;
    int width = 0; ///< of the frames, pixels
    int height = 0;
    bool timeAssumed = false;
    bool fromLandmarks = false;                ///< the input is a file of landmarks; no picture was seen
    FaceDetector detector = FaceDetector::Hog; ///< that searched the pictures
    bool steadied = false;                     ///< landmarks went through LandmarkSmoother
    std::optional<Camera> camera;              ///< that the pose was measured with
    bool measured = false;                     ///< the table has columns of pose and action units
    std::optional<int> firstFrame;             ///< of the input, from 0, where the table is of a part of it
    int frames = 0;
    int faces = 0;                     ///< frames with a face
    int peopleLeftOut = 0;             ///< FaceTrack::peopleLeftOut
    std::vector<std::string> problems; ///< of frames that could not be used, in words
    std::vector<TablePerson> people;   ///< who was measured; nobody where no face was found

    void count(const FaceFrame& frame); ///< of all faces of all frames, in order

private:
    int m_last = -1;      ///< frame counted last
    bool m_found = false; ///< a face in it
};

/// `<stem>_of_details.txt` beside the table: input, sizes, where times come from, what was written and what was not.
std::string openFaceDetails(const TableFacts& facts);

} // namespace mien
