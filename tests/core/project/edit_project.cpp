// SPDX-License-Identifier: GPL-3.0-or-later
//
// Edits a project without end and says after each change how many there were, to be killed at any moment:
// edit_project FILE
#include "core/project/project.h"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv)
{
    auto project =
        argc == 2 ? mien::Project::open(argv[1]) : mien::Result<mien::Project>(mien::Error::usage("edit_project FILE"));
    if (!project || project->isReadOnly()) {
        std::fprintf(stderr, "%s\n", project ? project->readOnlyReason().c_str() : project.error().message().c_str());
        return EXIT_FAILURE;
    }
    std::puts("open");
    std::fflush(stdout);
    const int first = project->clips().front().id;
    int done = std::atoi(project->value(first, "edits")->c_str());
    while (true) {
        // One number in many places: a change that is stored in part shows.
        ++done;
        std::vector<mien::ClipEdit> edits;
        for (const mien::ProjectClip& clip : project->clips()) {
            edits.push_back(project->editOf(clip));
            edits.back().label = std::to_string(done);
        }
        if (!project->apply(edits)) return EXIT_FAILURE;
        if (!project->setValue(first, "edits", std::to_string(done))) return EXIT_FAILURE;
        std::printf("%d\n", done);
        std::fflush(stdout);
    }
}
