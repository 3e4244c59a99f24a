// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/name_files.h"

#include "core/names.h"
#include "engine/network/subnet.h"
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>

namespace taper::network {

namespace {
/// Owner and mode by the fd, whatever the umask: root writes, dnsmasq's group reads, nobody else looks.
Status setOwner(int fd, gid_t group, mode_t mode, const std::string &path)
{
    if (fchown(fd, 0, group) < 0 || kernel::fchmod(fd, mode) < 0)
        return systemError("set the rights of", path);
    return {};
}
} // namespace

Status NameFiles::open(int directory, gid_t group)
{
    m_directory.reset(fcntl(directory, F_DUPFD_CLOEXEC, 3));
    if (!m_directory)
        return systemError("open", "network directory");
    m_group = group;
    for (const char *path : {"hosts", "dhcp"}) {
        if (Status made = beneath::makeDirectories(m_directory.get(), path, 0750); !made)
            return made;
        auto opened = beneath::openDirectory(m_directory.get(), path);
        if (!opened)
            return tl::unexpected(std::move(opened.error()));
        if (Status owned = setOwner(opened->get(), group, 0750, path); !owned)
            return owned;
    }
    return {};
}

Status NameFiles::write(const std::string &path, const std::string &content)
{
    // Not beneath::writeFileAtomically: its aside file lies beside, where dnsmasq would read it.
    const std::string aside = "aside";
    auto file = beneath::open(m_directory.get(), aside, O_WRONLY | O_CREAT | O_TRUNC, 0640);
    if (!file)
        return tl::unexpected(std::move(file.error()));
    if (Status owned = setOwner(file->get(), m_group, 0640, path); !owned)
        return owned;
    if (kernel::write(file->get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
        return systemError("write", path);
    return beneath::rename(m_directory.get(), aside, path, true);
}

Status NameFiles::put(const std::string &container, const Attachment &attachment)
{
    // The name becomes a file's name and a line of a file that a root program parses.
    if (Status checked = checkContainerName(container); !checked)
        return checked;
    const auto mac = parseMac(attachment.mac);
    if (!mac)
        return fail(ErrorCode::InvalidArgument, "name", container,
                    "'" + attachment.mac + "' is no MAC address");
    const std::string address = formatIpv4(attachment.address), macText = formatMac(*mac);
    if (Status written = write("dhcp/" + container, macText + "," + address + "\n"); !written)
        return written;
    // The long name first: it is then the one of the address, and lies in a domain that dnsmasq does not hold
    // for its own. So it does not copy it into the DHCP lease, where it would live on after the container.
    const std::string line =
        address + " " + container + "." + std::string(domainName) + " " + container + "\n";
    if (Status written = write("hosts/" + container, line); !written) {
        (void)beneath::removeFile(m_directory.get(), "dhcp/" + container);
        return written;
    }
    const auto contradicts = [&](const auto &read) {
        return (read.first == macText) != (read.second == attachment.address);
    };
    m_stale = std::erase_if(m_read, contradicts) > 0 || m_stale;
    m_read[macText] = attachment.address;
    return {};
}

void NameFiles::remove(const std::string &container)
{
    if (!m_directory || !checkContainerName(container))
        return;
    (void)beneath::removeFile(m_directory.get(), "hosts/" + container);
    (void)beneath::removeFile(m_directory.get(), "dhcp/" + container);
}

void NameFiles::keepOnly(const std::set<std::string> &containers)
{
    for (const std::string folder : {"hosts", "dhcp"}) {
        const auto names = beneath::list(m_directory.get(), folder, 100000);
        if (!names)
            continue;
        for (const auto &name : *names)
            if (!containers.contains(name))
                (void)beneath::removeFile(m_directory.get(), folder + "/" + name);
    }
}

} // namespace taper::network
