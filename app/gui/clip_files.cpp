// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/clip_files.h"

#include "core/project/project.h"

namespace mien {

Result<std::vector<std::filesystem::path>> ClipFiles::list() const
{
    if (!dataset) return Project::readFiles(project, root, id);
    const ClipEntry* entry = dataset->find(clip);
    if (!entry) return Error::usage("there is no clip " + clip, dataset->root.string());
    return dataset->absoluteFiles(*entry);
}

} // namespace mien
