// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <QObject>
#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// A new folder for each test of project files, and what is laid into it.
class ProjectFolder : public QObject
{
    Q_OBJECT

protected slots:
    void init();

protected:
    std::filesystem::path at(const std::string& name) const;
    std::filesystem::path fileOf(const std::string& name, const std::string& content = "x") const;
    /// Clips of three pictures each, which lie on the disk.
    mien::DatasetIndex dataset(const std::string& name, int clips) const;
    mien::Project made(const std::string& name, const std::vector<mien::DatasetIndex>& datasets) const;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};
