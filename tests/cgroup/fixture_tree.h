// SPDX-License-Identifier: GPL-3.0-or-later
// A tree of directories and files that looks like a mounted cgroup file system; every test declares what is
// in its.
#pragma once
#include <QString>
#include <QTemporaryDir>
#include <string>

namespace taper::test {

class FixtureTree
{
public:
    std::string root() const { return m_directory.path().toStdString(); }
    void makeDir(const std::string &path);
    void makeFile(const std::string &path, const std::string &content = "");
    std::string content(const std::string &path) const;
    bool exists(const std::string &path) const;

    /// A v1 hierarchy with a base "taper" and the group "taper/7" with these files in it, and its "exec" and
    /// "payload".
    void makeV1(const std::string &hierarchy);
    /// The same of a unified tree; path "" is the root itself.
    void makeUnified(const std::string &path, const std::string &controllers);

private:
    QTemporaryDir m_directory;
};

} // namespace taper::test
