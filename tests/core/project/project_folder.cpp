// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/project/project_folder.h"

#include "core/base/files.h"

#include <QTest>

using namespace mien;
namespace fs = std::filesystem;

void ProjectFolder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

fs::path ProjectFolder::at(const std::string& name) const
{
    return fs::path(m_folder->path().toStdString()) / name;
}

fs::path ProjectFolder::fileOf(const std::string& name, const std::string& content) const
{
    fs::create_directories(at(name).parent_path());
    const auto written = files::writeAtomically(at(name), content);
    if (!written) throw std::runtime_error(written.error().message());
    return at(name);
}

DatasetIndex ProjectFolder::dataset(const std::string& name, int clips) const
{
    DatasetIndex index;
    index.reader = "folders";
    index.name = "Dataset " + name;
    index.root = at(name);
    for (int i = 0; i < clips; ++i) {
        ClipEntry clip;
        clip.id = "S" + std::to_string(i / 2) + "/日本 é " + std::to_string(i);
        clip.subject = "S" + std::to_string(i / 2);
        for (int f = 0; f < 3; ++f) {
            clip.files.push_back("clips/" + std::to_string(i) + "/" + std::to_string(f) + ".png");
            fileOf(name + "/" + clip.files.back().string(), "picture " + std::to_string(i));
        }
        clip.frameCount = 3;
        if (i % 3 != 0) clip.label = i % 2 ? "anger" : "fear";
        if (i == 1) {
            clip.onset = 0;
            clip.apex = 2;
            clip.valence = -0.25;
            clip.arousal = 0.5;
            clip.hasFrameLabels = true;
            clip.firstFrame = 7;
            clip.actionUnits = {{4, 2.5, 'B'}, {12, std::nullopt, 'L'}};
            clip.attributes = {{"lighting", "weak"}, {"quote", "\"'"}};
        }
        index.clips.push_back(clip);
    }
    return index;
}

Project ProjectFolder::made(const std::string& name, const std::vector<DatasetIndex>& datasets) const
{
    auto project = Project::create(at(name));
    if (!project) throw std::runtime_error(project.error().message());
    for (const DatasetIndex& index : datasets)
        if (const auto put = project->putSource(index); !put) throw std::runtime_error(put.error().message());
    return std::move(*project);
}
