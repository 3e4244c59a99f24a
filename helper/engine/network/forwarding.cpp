// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/forwarding.h"

#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <algorithm>
#include <fcntl.h>
#include <sstream>
#include <unistd.h>

namespace taper::network {

namespace {

// /proc/sys/net shows the caller's network namespace (proc(5)).
constexpr const char *sysctls = "/proc/sys/net/ipv4", *recordFile = "forwarding";
constexpr std::size_t maximumRecord = 65536;

Result<UniqueFd> openSysctls()
{
    UniqueFd directory(kernel::openat(AT_FDCWD, sysctls, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory)
        return systemError("open", sysctls);
    return directory;
}

/// '0' or '1', or 0 when it cannot be read.
char readFlag(int directory, const std::string &path)
{
    const UniqueFd file(kernel::openat(directory, path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    char value = 0;
    return file && ::read(file.get(), &value, 1) == 1 ? value : char(0);
}

Status writeFlag(int directory, const std::string &path, char value)
{
    const UniqueFd file(kernel::openat(directory, path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file && kernel::write(file.get(), &value, 1) == 1)
        return {};
    Error error = systemError("switch forwarding", std::string(sysctls) + "/" + path).value();
    error.code = ErrorCode::NetworkSetupFailed;
    error.hint =
        "Make /proc/sys writable for the helper, or switch NAT off (`taperctl network set taper0 nat=off`).";
    return tl::unexpected(std::move(error));
}

/// What putting back needs, one word and its value a line.
std::string currentState(int directory, const std::vector<std::string> &bridges)
{
    std::string text =
        std::string("accept_redirects ") + readFlag(directory, "conf/all/accept_redirects") + "\n";
    if (const auto interfaces = beneath::list(directory, "conf"))
        for (const auto &interface : *interfaces)
            if (interface != "all" && readFlag(directory, "conf/" + interface + "/forwarding") == '1')
                text += "interface " + interface + "\n";
    for (const auto &bridge : bridges)
        text += "bridge " + bridge + "\n";
    return text;
}

} // namespace

bool Forwarding::isOn()
{
    return readFlag(AT_FDCWD, std::string(sysctls) + "/ip_forward") == '1';
}

bool Forwarding::canBeSet()
{
    // Opened, not access(2): a read-only /proc/sys shows only so.
    const std::string path = std::string(sysctls) + "/ip_forward";
    return bool(UniqueFd(kernel::openat(AT_FDCWD, path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW)));
}

Status Forwarding::setInterface(const std::string &interface, bool on)
{
    return writeFlag(AT_FDCWD, std::string(sysctls) + "/conf/" + interface + "/forwarding", on ? '1' : '0');
}

Status Forwarding::ensure(const std::vector<std::string> &bridges)
{
    if (isOn())
        return {};
    const auto directory = openSysctls();
    if (!directory)
        return tl::unexpected(directory.error());
    // Written before it is done: a helper that dies in between leaves nothing that nobody knows of.
    if (!beneath::exists(m_directory, recordFile))
        if (Status written = beneath::writeFileAtomically(
                m_directory, recordFile, currentState(directory->get(), bridges), 0600, false);
            !written)
            return written;
    return writeFlag(directory->get(), "ip_forward", '1');
}

void Forwarding::restore(const std::vector<std::string> &bridges)
{
    const auto record = beneath::readFile(m_directory, recordFile, maximumRecord);
    if (!record)
        return;
    (void)beneath::removeFile(m_directory, recordFile);
    const auto directory = openSysctls();
    if (!directory || !isOn())
        return; // somebody else has switched it off already
    std::vector<std::string> known, interfaces;
    char acceptRedirects = 0;
    std::istringstream words(*record);
    for (std::string what, value; words >> what >> value;) {
        if (what == "bridge")
            known.push_back(value);
        else if (what == "interface" && value.find('/') == value.npos)
            interfaces.push_back(value);
        else if (what == "accept_redirects" && (value == "0" || value == "1"))
            acceptRedirects = value.front();
    }
    for (const auto &bridge : bridges)
        if (std::find(known.begin(), known.end(), bridge) == known.end())
            return;
    (void)writeFlag(directory->get(), "ip_forward", '0');
    if (acceptRedirects != 0)
        (void)writeFlag(directory->get(), "conf/all/accept_redirects", acceptRedirects);
    for (const auto &interface : interfaces)
        (void)writeFlag(directory->get(), "conf/" + interface + "/forwarding", '1');
}

} // namespace taper::network
