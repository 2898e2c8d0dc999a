// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

#include <filesystem>
#include <string>
#include <vector>

namespace mien::test {

/// What a command line did.
struct Outcome
{
    int code = -1;
    std::string out;
    std::string err;

    std::vector<QJsonObject> lines() const; ///< standard output, one object a line
    QJsonObject line() const;               ///< the last of them
    bool says(const std::string& words) const { return err.find(words) != std::string::npos; }
    /// Ended with `expected`, one sentence that holds `words`, and nothing on standard output.
    bool isRefusal(int expected, const std::string& words) const;
    std::string all() const { return "exit " + std::to_string(code) + "\n" + out + err; }
};

/// Runs a command in this process, with the real engine.
Outcome runCli(const std::vector<std::string>& words);

/// A command whose engine fails to load: commands that use it fail with code 1 and these words.
inline constexpr const char* noEngineWords = "this test has no engine";
Outcome runCliWithoutEngine(const std::vector<std::string>& words);

/// A temporary folder, the text of whose path is easy to append to.
class Scratch
{
public:
    std::string at(const std::string& name) const { return (std::filesystem::path(root()) / name).string(); }
    std::string root() const { return m_folder.path().toStdString(); }
    bool isValid() const { return m_folder.isValid(); }

    std::string file(const std::string& name, const std::string& content) const; ///< written; returns its path
    std::string folder(const std::string& name) const;                           ///< made; returns its path

private:
    QTemporaryDir m_folder;
};

std::string readText(const std::filesystem::path& file); ///< empty if it cannot be read

} // namespace mien::test

/// Shows the whole outcome when the exit code is another.
#define COMPARE_CODE(outcome, expected) QVERIFY2((outcome).code == (expected), (outcome).all().c_str())
#define VERIFY_REFUSAL(outcome, expected, words) QVERIFY2((outcome).isRefusal(expected, words), (outcome).all().c_str())
#define VERIFY_SAYS(outcome, words) QVERIFY2((outcome).says(words), (outcome).all().c_str())
