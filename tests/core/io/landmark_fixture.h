// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/types/face_track.h"

#include <QTemporaryDir>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace mien::test {

/// A temporary folder whose name has letters outside ASCII and a blank.
class Folder
{
public:
    Folder() { std::filesystem::create_directories(at({})); }
    std::filesystem::path at(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / "日本 é" / name;
    }
    std::filesystem::path written(const std::string& name, const std::string& text) const
    {
        std::filesystem::create_directories(at(name).parent_path());
        std::ofstream(at(name), std::ios::binary) << text;
        return at(name);
    }

private:
    QTemporaryDir m_folder;
};

/// `count` frames of a moving face with coordinates of all magnitudes, without a face in `missing`.
inline FaceTrack generatedTrack(int count, const std::set<int>& missing = {}, std::uint64_t seed = 7)
{
    Random random(seed);
    FaceTrack track{640, 480, true, {}};
    for (int i = 0; i < count; ++i) {
        FaceFrame frame;
        frame.frame = i;
        frame.seconds = i / 30.0;
        frame.found = !missing.contains(i);
        if (frame.found) {
            for (Point& point : frame.landmarks) {
                point.x = static_cast<float>(random.uniform(-20, 700));
                point.y = static_cast<float>(random.uniform(0, 1) * std::pow(10.0, random.uniform(-3, 4)));
            }
            frame.landmarks[0] = {0, 0};    // the centre of the first pixel
            frame.landmarks[1] = {17, 240}; // whole pixels
            frame.landmarks[2] = {0.5f, -0.5f};
            frame.landmarks[36] = {100, 200};
            frame.landmarks[45] = {180, 200};
            frame.measured = frame.landmarks;
            frame.box = {120.25f, 80.75f, 200.5f, 210};
            frame.score = random.uniform(0, 3);
        }
        track.frames.push_back(frame);
    }
    return track;
}

/// Distinct whole coordinates: point i of face `face` is (10 face + i, 100 + 2 i).
inline Landmarks68 wholePoints(int face = 0)
{
    Landmarks68 points;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {static_cast<float>(10 * face) + static_cast<float>(i), 100 + 2 * static_cast<float>(i)};
    return points;
}

} // namespace mien::test
