// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_fixture.h"

#include "app/cli/program.h"
#include "app/engine/engine_loader.h"

#include <QJsonDocument>
#include <algorithm>

#include <fstream>
#include <sstream>

namespace mien::test {

namespace fs = std::filesystem;

namespace {

Outcome runWith(const std::vector<std::string>& words, cli::CliContext::EngineSource engine)
{
    std::ostringstream out;
    std::ostringstream err;
    cli::CliContext context(out, err, std::move(engine), false);
    const int code = cli::run(words, context);
    return {code, out.str(), err.str()};
}

} // namespace

bool Outcome::isRefusal(int expected, const std::string& words) const
{
    return code == expected && says(words) && !says("internal error") && out.empty() &&
           std::count(err.begin(), err.end(), '\n') == 1;
}

std::vector<QJsonObject> Outcome::lines() const
{
    std::vector<QJsonObject> objects;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);)
        objects.push_back(QJsonDocument::fromJson(QByteArray::fromStdString(line)).object());
    return objects;
}

QJsonObject Outcome::line() const
{
    const auto all = lines();
    return all.empty() ? QJsonObject() : all.back();
}

Outcome runCli(const std::vector<std::string>& words)
{
    return runWith(words, loadEngine);
}

Outcome runCliWithoutEngine(const std::vector<std::string>& words)
{
    return runWith(words, [] { return Result<Engine*>(Error::failed(noEngineWords)); });
}

std::string Scratch::file(const std::string& name, const std::string& content) const
{
    const fs::path path = at(name);
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
}

std::string Scratch::folder(const std::string& name) const
{
    fs::create_directories(at(name));
    return at(name);
}

std::string readText(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace mien::test
