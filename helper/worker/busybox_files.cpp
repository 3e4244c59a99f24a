// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/busybox_files.h"

namespace taper::worker {

namespace {

constexpr std::string_view inittab = R"(# /etc/inittab of BusyBox init: ID::ACTION:PROGRAM
::sysinit:/etc/init.d/rcS
console::respawn:/sbin/getty -L 0 console xterm-256color
::ctrlaltdel:/sbin/reboot
::shutdown:/etc/init.d/rcK
)";

// Address and host name are set before init runs. A leased address is only asked for to keep its lease.
constexpr std::string_view rcS = R"(#!/bin/sh
# Once at start, before the login on the console.
PATH=/bin:/sbin:/usr/bin:/usr/sbin
mkdir -p /run/lock
[ -w /dev/shm ] || mkdir -p -m 1777 /dev/shm 2>/dev/null

# The page of the web server names the host; it is left alone once its first line has been removed or changed.
host=$(hostname)
mark="<!-- written at start for $host; remove this line to keep a page of your own -->"
first=$(head -n 1 /www/index.html 2>/dev/null)
case $first in
    "$mark") ;;
    "<!-- written at start for "* | "")
        { echo "$mark"; sed "s/@HOST@/$host/g" /usr/share/www/index.html; } >/www/index.html ;;
esac

if [ -e /sys/class/net/eth0 ]; then
    udhcpc -f -S -i eth0 -s /usr/share/udhcpc/default.script -x "hostname:$host" -t 5 -T 2 -A 60 \
        >/dev/null 2>&1 </dev/null &
fi
httpd -p 80 -u www:www -h /www
)";

// BusyBox init itself waits two seconds and calls sync(2), which is the whole computer's. This waits for what
// really still runs, at most two seconds.
constexpr std::string_view rcK = R"(#!/bin/sh
# At the end. Everybody gets SIGTERM and two seconds; then the system goes off, or round when /sbin/reboot was called.
PATH=/bin:/sbin:/usr/bin:/usr/sbin
how=poweroff
[ -e /run/reboot ] && how=reboot
rm -f /run/reboot
echo "The system is going down."
others() {
    for process in /proc/[0-9]*; do
        case $process in /proc/1 | /proc/$$) ;; *) return 0 ;; esac
    done
    return 1
}
kill -TERM -1
kill -HUP -1
tries=0
while others && [ $tries -lt 100 ]; do
    usleep 20000
    tries=$((tries + 1))
done
umount -a -r >/dev/null 2>&1
exec /bin/busybox $how -n -f
)";

constexpr std::string_view reboot = R"(#!/bin/sh
# Init does the same for a reboot and for the end; rcK looks for this file.
: >/run/reboot
exec /bin/busybox reboot "$@"
)";

constexpr std::string_view dhcpScript = R"(#!/bin/sh
# Called by udhcpc(8) with what happened and the lease in the environment. The interface has its address already
# when init starts: it is kept unless the lease really says another one.
[ -n "$interface" ] || exit 1

has_address() { ip -4 -o addr show dev "$interface" | grep -q " inet $ip/"; }

case $1 in
    deconfig)
        ip link set "$interface" up
        ;;
    bound | renew)
        if ! has_address; then
            ip -4 addr flush dev "$interface"
            ip addr add "$ip/${mask:-24}" broadcast + dev "$interface"
        fi
        for first in $router; do
            ip route show default | grep -q "via $first " || ip route replace default via "$first" dev "$interface"
            break
        done
        if [ -n "$dns" ] && [ ! -s /etc/resolv.conf ]; then
            {
                [ -n "$domain" ] && echo "search $domain"
                for server in $dns; do echo "nameserver $server"; done
            } >/etc/resolv.conf
        fi
        ;;
esac
exit 0
)";

constexpr std::string_view page = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>@HOST@</title></head>
<body>
<h1>@HOST@</h1>
<p>This page comes from the container @HOST@. It is the file /www/index.html there.</p>
</body>
</html>
)";

constexpr std::string_view profile = R"(# Read by login shells.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PAGER=less
export ENV=/etc/shrc
umask 022
. /etc/shrc
for script in /etc/profile.d/*.sh; do
    [ -r "$script" ] && . "$script"
done
unset script
)";

constexpr std::string_view shrc = R"(# Read by every interactive shell.
PS1='\u@\h:\w\$ '
# The shell would take its own reboot, which tells init nothing that rcK could see.
alias reboot=/sbin/reboot
)";

constexpr std::string_view passwd = R"(root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
www:x:33:33:web server:/www:/bin/false
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
)";

constexpr std::string_view shadow = R"(root:*:20000:0:99999:7:::
daemon:*:20000:0:99999:7:::
www:*:20000:0:99999:7:::
nobody:*:20000:0:99999:7:::
)";

constexpr std::string_view group = R"(root:x:0:
daemon:x:1:
tty:x:5:
wheel:x:10:root
www:x:33:
shadow:x:42:
users:x:100:
nogroup:x:65534:
)";

constexpr std::string_view hosts = R"(127.0.0.1 localhost
::1 localhost ip6-localhost
)";

// Without this file the C library asks the name server before it looks into /etc/hosts (nsswitch.conf(5)).
constexpr std::string_view nsswitch = R"(passwd: files
group: files
shadow: files
hosts: files dns
)";

constexpr std::string_view shells = "/bin/sh\n/bin/ash\n";
constexpr std::string_view services = R"(ftp 21/tcp
ssh 22/tcp
telnet 23/tcp
smtp 25/tcp
domain 53/tcp
domain 53/udp
http 80/tcp
ntp 123/udp
https 443/tcp
)";
constexpr std::string_view protocols =
    "ip 0 IP\nicmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\nipv6-icmp 58 IPv6-ICMP\n";

} // namespace

const std::array<RecipeDirectory, 32> busyboxDirectories{{
    {"bin", 0755},
    {"sbin", 0755},
    {"usr", 0755},
    {"usr/bin", 0755},
    {"usr/sbin", 0755},
    {"usr/local", 0755},
    {"usr/local/bin", 0755},
    {"usr/local/sbin", 0755},
    {"usr/share", 0755},
    {"usr/share/udhcpc", 0755},
    {"usr/share/www", 0755},
    {"usr/lib", 0755},
    {"lib", 0755},
    {"etc", 0755},
    {"etc/init.d", 0755},
    {"etc/profile.d", 0755},
    {"dev", 0755},
    {"proc", 0555},
    {"sys", 0555},
    {"run", 0755},
    {"tmp", 01777},
    {"var", 0755},
    {"var/tmp", 01777},
    {"var/log", 0755},
    {"var/lib", 0755},
    {"var/spool", 0755},
    {"var/spool/cron", 0755},
    {"var/spool/cron/crontabs", 0700},
    {"root", 0700},
    {"home", 0755},
    {"mnt", 0755},
    {"www", 0755},
}};

const std::array<RecipeFile, 21> busyboxFiles{{
    {"etc/inittab", 0644, inittab},
    {"etc/init.d/rcS", 0755, rcS},
    {"etc/init.d/rcK", 0755, rcK},
    {"sbin/reboot", 0755, reboot},
    {"usr/share/udhcpc/default.script", 0755, dhcpScript},
    {"usr/share/www/index.html", 0644, page},
    {"etc/profile", 0644, profile},
    {"etc/shrc", 0644, shrc},
    {"etc/passwd", 0644, passwd},
    {"etc/shadow", 0640, shadow},
    {"etc/group", 0644, group},
    {"etc/hosts", 0644, hosts},
    {"etc/nsswitch.conf", 0644, nsswitch},
    {"etc/shells", 0644, shells},
    {"etc/services", 0644, services},
    {"etc/protocols", 0644, protocols},
    {"etc/fstab", 0644, "# Nothing: what is mounted was mounted before init.\n"},
    {"etc/issue", 0644, "BusyBox on \\n (\\l)\n"},
    {"etc/hostname", 0644, "busybox\n"},
    {"etc/motd", 0644, "A small system on BusyBox: the web server's page is /www/index.html.\n"},
    {"etc/securetty", 0600, "console\npts/0\npts/1\npts/2\npts/3\npts/4\npts/5\npts/6\npts/7\n"},
}};

} // namespace taper::worker
