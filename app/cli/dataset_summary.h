// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_doctor.h"
#include "core/dataset/dataset_index.h"

#include <QJsonObject>

#include <map>
#include <string>

namespace mien::cli {

/// What `scan` and `synth` say of a dataset.
struct DatasetSummary
{
    std::string reader;
    int clips = 0;
    int subjects = 0;
    long frames = 0;                   ///< of the clips whose length is known
    int unknownLengths = 0;            ///< videos that were not opened
    std::map<std::string, int> labels; ///< clips by label; unlabelled ones are in none
    std::map<int, int> lengths;        ///< clips by number of frames
    std::vector<Diagnostic> diagnostics;

    int warnings() const; ///< diagnostics that are faults
};

/// Counts what an exam found (core/dataset/dataset_doctor.h).
DatasetSummary summarise(const DatasetIndex& index, const DatasetExam& exam);

/// What is known of the clips without opening a file: lengths that the layout tells, no findings.
DatasetExam unopened(const DatasetIndex& index);

/// One line: {reader, clips, subjects, frames, labels{}, lengths{}, warnings[], notes[]}.
QJsonObject json(const DatasetSummary& summary);

std::string describe(const DatasetSummary& summary);

} // namespace mien::cli
