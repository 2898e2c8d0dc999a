// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace mien {

/// Takes a fault: the file or folder it is about, and the words.
using Fault = std::function<void(const std::filesystem::path& place, const std::string& message)>;

/// True if the file can hold something: broken links and files of 0 bytes are told to `fault` and left out.
bool isUsableFile(const std::filesystem::path& file, const Fault& fault);

/// The pictures of one sequence in order of the numbers at the end of their names, those without a number behind the
/// others. Gaps, second pictures of a frame, and files that isUsableFile() refuses are told to `fault`, with `folder`
/// where no single file is to blame. Numbering may start anywhere: datasets cut sequences out of longer films.
std::vector<std::filesystem::path> sequencePictures(const std::vector<std::filesystem::path>& files,
                                                    const std::filesystem::path& folder, const Fault& fault);

/// True if the names of `files` differ by a number only and the numbers follow each other without a gap.
bool areNumberedInOrder(const std::vector<std::filesystem::path>& files);

} // namespace mien
