// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/check_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace taper::text {

namespace {
struct CheckText
{
    Q_DECLARE_TR_FUNCTIONS(CheckText)
};

/// For lupdate only: the sentences of helper/daemon/host_check.cpp and outside_check.cpp.
[[maybe_unused]] constexpr const char *known[] = {
    QT_TRANSLATE_NOOP("Checks", "Namespaces"),
    QT_TRANSLATE_NOOP("Checks", "No container can be started."),
    QT_TRANSLATE_NOOP("Checks", "Boot a kernel built with this namespace (Debian's are)."),
    QT_TRANSLATE_NOOP("Checks", "this kernel does not have it"),
    QT_TRANSLATE_NOOP("Checks", "there"),
    QT_TRANSLATE_NOOP("Checks", "not installed"),
    QT_TRANSLATE_NOOP("Checks", "User namespace"),
    QT_TRANSLATE_NOOP("Checks", "Root inside is an ordinary user outside."),
    QT_TRANSLATE_NOOP("Checks", "Process namespace"),
    QT_TRANSLATE_NOOP("Checks", "A container sees its own processes only."),
    QT_TRANSLATE_NOOP("Checks", "Mount namespace"),
    QT_TRANSLATE_NOOP("Checks", "A container has its own file system tree."),
    QT_TRANSLATE_NOOP("Checks", "Network namespace"),
    QT_TRANSLATE_NOOP("Checks", "A container has its own network cards and addresses."),
    QT_TRANSLATE_NOOP("Checks", "UTS namespace"),
    QT_TRANSLATE_NOOP("Checks", "A container has its own host name."),
    QT_TRANSLATE_NOOP("Checks", "IPC namespace"),
    QT_TRANSLATE_NOOP("Checks", "A container has its own shared memory and queues."),
    QT_TRANSLATE_NOOP("Checks", "Cgroup namespace"),
    QT_TRANSLATE_NOOP("Checks", "A container sees its own part of the control groups."),
    QT_TRANSLATE_NOOP("Checks", "Control groups"),
    QT_TRANSLATE_NOOP("Checks", "Limits"),
    QT_TRANSLATE_NOOP("Checks", "Hold a container's processes together and limit them."),
    QT_TRANSLATE_NOOP("Checks", "Mount cgroup v2 at /sys/fs/cgroup."),
    QT_TRANSLATE_NOOP("Checks", "Memory controller"),
    QT_TRANSLATE_NOOP("Checks", "Memory limits are refused."),
    QT_TRANSLATE_NOOP("Checks", "CPU controller"),
    QT_TRANSLATE_NOOP("Checks", "CPU weights are refused."),
    QT_TRANSLATE_NOOP("Checks", "Limits what a container may use."),
    QT_TRANSLATE_NOOP("Checks", "Boot with that controller enabled (cgroup_enable=memory on some kernels)."),
    QT_TRANSLATE_NOOP("Checks", "Overlay file system"),
    QT_TRANSLATE_NOOP("Checks", "Storage"),
    QT_TRANSLATE_NOOP("Checks", "Containers share their image; each writes into a layer of its own."),
    QT_TRANSLATE_NOOP("Checks", "this kernel does not have it loaded"),
    QT_TRANSLATE_NOOP("Checks", "Idmapped mounts"),
    QT_TRANSLATE_NOOP("Checks", "Files on disk keep their owners whatever ids a container has."),
    QT_TRANSLATE_NOOP("Checks",
                      "Use a kernel 5.19 or later and put the state directory on ext4, xfs or btrfs."),
    QT_TRANSLATE_NOOP("Checks", "Netlink"),
    QT_TRANSLATE_NOOP("Checks", "Network"),
    QT_TRANSLATE_NOOP("Checks", "Makes bridges and virtual cables."),
    QT_TRANSLATE_NOOP("Checks", "Boot a kernel with networking."),
    QT_TRANSLATE_NOOP("Checks", "no netlink socket can be opened"),
    QT_TRANSLATE_NOOP("Checks", "Bridge and veth"),
    QT_TRANSLATE_NOOP("Checks", "Join containers to each other."),
    QT_TRANSLATE_NOOP("Checks", "Containers run without a network."),
    QT_TRANSLATE_NOOP("Checks", "not loaded; it is loaded when first needed, if the kernel has it"),
    QT_TRANSLATE_NOOP("Checks", "dnsmasq"),
    QT_TRANSLATE_NOOP("Checks", "Names and addresses on the bridge."),
    QT_TRANSLATE_NOOP("Checks", "Containers start without a network only."),
    QT_TRANSLATE_NOOP("Checks", "System call filter"),
    QT_TRANSLATE_NOOP("Checks", "Security"),
    QT_TRANSLATE_NOOP("Checks", "Keeps calls that reach beyond a container away from it."),
    QT_TRANSLATE_NOOP("Checks", "Boot a kernel with CONFIG_SECCOMP_FILTER."),
    QT_TRANSLATE_NOOP("Checks", "AppArmor"),
    QT_TRANSLATE_NOOP("Checks", "A second wall around containers."),
    QT_TRANSLATE_NOOP("Checks", "Containers run without it."),
    QT_TRANSLATE_NOOP("Checks", "Boot with lsm=…,apparmor."),
    QT_TRANSLATE_NOOP("Checks", "not active"),
    QT_TRANSLATE_NOOP("Checks", "Static busybox"),
    QT_TRANSLATE_NOOP("Checks", "Other firewalls"),
    QT_TRANSLATE_NOOP("Checks", "What they drop is dropped, whatever Táper permits."),
    QT_TRANSLATE_NOOP("Checks", "Containers do not reach the outside unless a rule there lets them."),
    QT_TRANSLATE_NOOP("Checks", "none drops what is forwarded"),
    QT_TRANSLATE_NOOP("Checks", "nftables"),
    QT_TRANSLATE_NOOP("Checks", "Lets containers reach the outside (NAT) and keeps the outside from them."),
    QT_TRANSLATE_NOOP("Checks",
                      "Containers start only with NAT switched off: taperctl network set taper0 nat=off."),
    QT_TRANSLATE_NOOP("Checks", "Boot a kernel with nf_tables (Debian's has it)."),
    QT_TRANSLATE_NOOP("Checks", "on"),
    QT_TRANSLATE_NOOP("Checks", "off, and /proc/sys is not writable for the helper"),
    QT_TRANSLATE_NOOP("Checks", "off; switched on with the first container that needs it"),
    QT_TRANSLATE_NOOP("Checks", "off; not needed, NAT is off"),
    QT_TRANSLATE_NOOP("Checks", "IPv4 forwarding"),
    QT_TRANSLATE_NOOP("Checks", "Packets pass from the bridge to the outside and back."),
    QT_TRANSLATE_NOOP("Checks", "Containers do not reach the outside."),
    QT_TRANSLATE_NOOP("Checks", "Images"),
    QT_TRANSLATE_NOOP("Checks", "The built-in image is made from it."),
    QT_TRANSLATE_NOOP("Checks", "The built-in image cannot be made."),
};

/// Sentences with a number or a name in them.
QString withValues(const QString &english)
{
    static const QRegularExpression atMost(QStringLiteral("^there; at most (\\d+) a user$")),
        switchedOff(QStringLiteral("^switched off: (\\S+) is 0$"));
    if (const auto match = atMost.match(english); match.hasMatch())
        return CheckText::tr("there; at most %1 a user").arg(match.captured(1));
    if (const auto match = switchedOff.match(english); match.hasMatch())
        return CheckText::tr("switched off: %1 is 0").arg(match.captured(1));
    static const QRegularExpression drops(QStringLiteral("^(.+) drops what no rule of it accepts$"));
    if (const auto match = drops.match(english); match.hasMatch())
        return CheckText::tr("%1 drops what no rule of it accepts", "a chain").arg(match.captured(1));
    return english;
}
} // namespace

QString checkWords(const std::string &english)
{
    if (english.empty())
        return {};
    const QString translated = QCoreApplication::translate("Checks", english.c_str());
    return translated == QString::fromStdString(english) ? withValues(translated) : translated;
}

QString checkStateWord(const std::string &state)
{
    if (state == "ok")
        return CheckText::tr("there");
    return state == "missing" ? CheckText::tr("missing") : CheckText::tr("warning");
}

Look checkLook(const std::string &state)
{
    if (state == "ok")
        return Look::Running;
    return state == "missing" ? Look::Failed : Look::OnTheWay;
}

bool isCommand(const std::string &repair)
{
    static const QRegularExpression command(
        QStringLiteral("^(apt|apt-get|dnf|pacman|zypper|modprobe|sysctl|systemctl|mount|nft|iptables|ufw|"
                       "firewall-cmd|ip|taperctl) "));
    return command.match(QString::fromStdString(repair)).hasMatch();
}

QString checksAsText(const std::vector<HostCheck> &checks, const QString &heading)
{
    QStringList lines{heading};
    QString group;
    for (const auto &check : checks) {
        if (const QString next = checkWords(check.group); next != group)
            lines << QString() << (group = next);
        lines << QStringLiteral("  %1: %2 (%3)")
                     .arg(checkWords(check.title), checkStateWord(check.state), checkWords(check.detail));
        if (check.state == "ok")
            continue;
        lines << QStringLiteral("      ") + checkWords(check.breaks);
        if (!check.repair.empty())
            lines << QStringLiteral("      ") + checkWords(check.repair);
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace taper::text
