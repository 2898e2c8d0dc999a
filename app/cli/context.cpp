// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/context.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mien::cli {

namespace {

void writeLine(std::ostream& out, const QJsonDocument& document)
{
    out << document.toJson(QJsonDocument::Compact).toStdString() << std::endl;
}

std::string describe(const Diagnostic& diagnostic)
{
    std::string where = diagnostic.file;
    if (diagnostic.line > 0) where += ":" + std::to_string(diagnostic.line);
    return where.empty() ? diagnostic.message : where + ": " + diagnostic.message;
}

} // namespace

CliContext::CliContext(std::ostream& out, std::ostream& err, EngineSource engine, bool terminal)
    : m_out(out), m_progress(err, terminal), m_engine(std::move(engine)),
      m_control([this](const Progress& progress) { m_progress.update(progress); },
                [this](const Diagnostic& diagnostic) {
                    if (diagnostic.severity == Diagnostic::Severity::Warning) warn(describe(diagnostic));
                })
{
}

void CliContext::print(const QJsonObject& object)
{
    m_progress.clear();
    writeLine(m_out, QJsonDocument(object));
}

void CliContext::print(const QJsonArray& array)
{
    m_progress.clear();
    writeLine(m_out, QJsonDocument(array));
}

void CliContext::say(const std::string& line)
{
    m_progress.message(line);
}

void CliContext::warn(const std::string& line)
{
    m_progress.message("warning: " + line);
}

} // namespace mien::cli
