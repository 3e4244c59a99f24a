# SPDX-License-Identifier: GPL-3.0-or-later
"""What this machine looks like from outside, to see that a sandbox left nothing on it. Runs in: the test runner."""
import glob
import os
import pathlib
import shutil
import subprocess

SYSCTLS = ("net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding", "net/ipv4/conf/all/rp_filter", "net/ipv6/conf/all/forwarding",
           "net/ipv6/conf/default/disable_ipv6", "kernel/pty/max", "kernel/keys/maxkeys", "user/max_user_namespaces",
           "fs/inotify/max_user_instances", "net/ipv4/ping_group_range")


def _read(path):
    try:
        return pathlib.Path(path).read_text().strip()
    except OSError:
        return None


class Machine:
    """A snapshot; minus another it is a list of differences."""

    def __init__(self):
        mounts = (line.split() for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()
                  if "/mmdebstrap." not in line)  # somebody else makes a root file system meanwhile
        self.facts = {f"interface {name}" for name in os.listdir("/sys/class/net")}
        self.facts |= {f"mount {fields[4]}" for fields in mounts}
        self.facts |= {f"sysctl {name} = {_read('/proc/sys/' + name)}" for name in SYSCTLS}
        self.facts |= {f"user {line.split(':')[0]}" for line in pathlib.Path("/etc/passwd").read_text().splitlines()}
        self.facts |= {f"file {path}" for place in ("/run", "/var/lib", "/etc") for path in glob.glob(f"{place}/*")}
        self.facts |= {f"cgroup {path}" for pattern in ("/sys/fs/cgroup/*/", "/sys/fs/cgroup/*/*/") for path in glob.glob(pattern)
                       if path.endswith("/taper/") or "/lxc" in path}
        if shutil.which("nft"):
            tables = subprocess.run(["nft", "list", "tables"], capture_output=True, text=True)
            self.facts |= {f"nft {line}" for line in tables.stdout.splitlines()}

    def __sub__(self, earlier):
        return sorted(f"new: {fact}" for fact in self.facts - earlier.facts) + sorted(f"gone: {fact}" for fact in earlier.facts - self.facts)


def processes_of(mark):
    """Living processes that carry the mark in their environment or command line."""
    found = []
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            text = pathlib.Path(folder, "environ").read_bytes() + pathlib.Path(folder, "cmdline").read_bytes()
        except OSError:
            continue
        if mark.encode() in text and int(folder[6:]) != os.getpid():
            found.append(f"{folder[6:]} {pathlib.Path(folder, 'cmdline').read_bytes().decode(errors='replace')!r}"[:200])
    return found
