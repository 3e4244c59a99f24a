// SPDX-License-Identifier: GPL-3.0-or-later
#include "cgroup/host_fixture.h"
#include "engine/cgroup/discovery.h"
#include "engine/sys/kernel.h"
#include <QTest>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper::cgroup;

namespace taper::test {

void HostFixture::initTestCase()
{
    if (geteuid() != 0)
        QSKIP("needs root");
    m_base = "taper-test-" + std::to_string(getpid());
    Options options;
    options.base = m_base;
    auto opened = openCgroups(options);
    QVERIFY2(opened, opened ? "" : opened.error().message().c_str());
    m_cgroups = std::move(*opened);
    qInfo("%s", m_cgroups->description().c_str());
    QCOMPARE(m_cgroups->unavailable("memory"), std::string());
    QCOMPARE(m_cgroups->unavailable("cpuWeight"), std::string());
}

void HostFixture::cleanup()
{
#ifdef TAPER_FAULTS
    kernel::setFault(0);
#endif
    // A test that failed half way leaves processes: they end here, not in the next test.
    for (const std::string &id : m_cgroups ? m_cgroups->list() : std::set<std::string>())
        if (auto group = m_cgroups->adopt(id))
            end(**group);
}

void HostFixture::cleanupTestCase()
{
    if (!m_cgroups)
        return;
    const Status removed = m_cgroups->removeBase();
    QVERIFY2(removed, removed ? "" : removed.error().message().c_str());
    QCOMPARE(leftovers(), std::vector<std::string>());
}

std::unique_ptr<Group> HostFixture::made(const std::string &id, const Limits &limits)
{
    auto group = m_cgroups->create(id, idFirst, limits);
    if (!group)
        qCritical("%s", group.error().message().c_str());
    return group ? std::move(*group) : nullptr;
}

void HostFixture::end(Group &group)
{
    QVERIFY(group.kill());
    QTRY_VERIFY_WITH_TIMEOUT((waitpid(-1, nullptr, WNOHANG), group.remove().has_value()), patience);
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
}

std::vector<std::string> HostFixture::leftovers() const
{
    std::vector<std::string> found;
    for (const Mount &mount : findMounts("/sys/fs/cgroup"))
        if (access((mount.path + "/" + m_base).c_str(), F_OK) == 0)
            found.push_back(mount.path + "/" + m_base);
    return found;
}

std::string HostFixture::inner(const std::vector<std::string> &paths, const std::string &name,
                               bool limited) const
{
    std::string memory = firstOf(paths, "memory.limit_in_bytes");
    if (memory.empty())
        memory = firstOf(paths, "memory.max");
    const std::string payload = memory.substr(0, memory.rfind('/')) + "/payload";
    if (limited && access((payload + "/cgroup.subtree_control").c_str(), F_OK) == 0)
        writeText(payload + "/cgroup.subtree_control", "+memory");
    mkdir((payload + "/" + name).c_str(), 0755);
    return payload + "/" + name;
}

std::string firstOf(const std::vector<std::string> &paths, const std::string &file)
{
    for (const std::string &path : paths)
        if (access((path + "/" + file).c_str(), F_OK) == 0)
            return path + "/" + file;
    return {};
}

JoinFds into(const std::string &group)
{
    JoinFds fds;
    UniqueFd tasks(open((group + "/tasks").c_str(), O_WRONLY | O_CLOEXEC));
    if (tasks)
        fds.tasks.push_back(std::move(tasks));
    else
        fds.directory = UniqueFd(open(group.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fds;
}

bool isRemoved(const std::string &path)
{
    return rmdir(path.c_str()) == 0 || errno == ENOENT;
}

} // namespace taper::test
