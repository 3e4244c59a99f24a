#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Root inside is nobody outside. Runs in: scripts/sandbox."""
import os
import pathlib

from taper import STATE_DIR, Test, attempt, inside, main, process_status, show, taperctl

NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
FIRST, LAST = 0x70000000, 0x7FFC0000 + 65536


class Isolation(Test):
    def test_ids_are_mapped_and_init_belongs_to_nobody(self):
        container = self.running("a")
        first = container["idMap"]["hostFirst"]
        self.assertTrue(FIRST <= first < LAST, hex(first))
        for map_file in ("uid_map", "gid_map"):
            self.assertEqual(pathlib.Path(f"/proc/{container['pid']}/{map_file}").read_text().split(), ["0", str(first), "65536"])
        status = process_status(container["pid"])
        self.assertEqual(set(status["Uid"].split()) | set(status["Gid"].split()), {str(first)})

    def test_all_seven_namespaces_are_its_own(self):
        pid = self.running("a")["pid"]
        for name in NAMESPACES:
            self.assertNotEqual(os.readlink(f"/proc/{pid}/ns/{name}"), os.readlink(f"/proc/self/ns/{name}"), name)
        executed = inside("a", "sh", "-c", "cd /proc/self/ns; for n in cgroup ipc mnt net pid user uts; do readlink $n; done").split()
        self.assertEqual(executed, [os.readlink(f"/proc/{pid}/ns/{name}") for name in NAMESPACES])

    def test_system_calls_are_filtered_and_capabilities_bounded(self):
        pid = self.running("a")["pid"]
        self.assertEqual(process_status(pid)["Seccomp"], "2")
        bounding = int(process_status(pid)["CapBnd"], 16)
        for capability in (16, 17, 25, 39):  # SYS_MODULE, SYS_RAWIO, SYS_TIME, BPF: capability.h
            self.assertFalse(bounding >> capability & 1, capability)
        entered = inside("a", "cat", "/proc/self/status")
        self.assertIn("Seccomp:\t2", entered)
        self.assertIn(process_status(pid)["CapBnd"], entered)

    def test_ids_on_disk_start_at_0(self):
        self.create("a", "--user", "ana", "--start")
        inside("a", "sh", "-c", "echo x > /of-root; echo y > /of-ana; chown ana /of-ana")
        number = int(inside("a", "id", "-u", "ana"))
        files = {path.name: path.stat() for path in (STATE_DIR / "layers").glob("*/upper/of-*")}
        self.assertEqual(files["of-root"].st_uid, 0)
        self.assertEqual(files["of-ana"].st_uid, number)
        self.assertLess(number, 65536)

    def test_two_containers_have_different_ranges(self):
        a, b = self.running("a"), self.running("b")
        self.assertGreaterEqual(abs(a["idMap"]["hostFirst"] - b["idMap"]["hostFirst"]), 65536)

    def test_no_other_containers_files_are_mounted(self):
        self.running("a")
        b = self.running("b")
        inside("a", "sh", "-c", "echo secret > /secret-of-a")
        mounts = pathlib.Path(f"/proc/{b['pid']}/mountinfo").read_text()
        self.assertEqual([line for line in mounts.splitlines() if str(STATE_DIR) in line.split(" - ")[0]], [], mounts)
        self.assertEqual(mounts.count(" - overlay "), 1, mounts)
        found = attempt("exec", "b", "--", "find", "/", "-xdev", "-name", "secret-of-a").out
        self.assertEqual(found, "")

    def test_processes_of_others_cannot_be_seen(self):
        self.running("a")
        self.assertLess(len(inside("a", "sh", "-c", "ls -d /proc/[0-9]*").split()), 20)

    def test_what_reaches_the_machine_is_closed(self):
        self.running("a")
        for command in (": >> /proc/sysrq-trigger",           # opens it, writes nothing
                        ": >> /proc/sys/kernel/core_pattern",
                        "cat /proc/kcore | head -c 1 | grep -q .",
                        "mknod /disk b 254 0 && cat /disk | head -c 1",
                        "mount -t ext4 /dev/vda /mnt",
                        "echo 1 > /sys/kernel/mm/ksm/run",
                        "ls /proc/1/root/proc/1/cwd/../../etc/shadow-of-host",
                        "hwclock -w"):
            outcome = attempt("exec", "a", "--", "sh", "-c", command)
            self.assertNotEqual(outcome.status, 0, str(outcome))

    def test_limits_cannot_be_lifted_from_within(self):
        self.running("a", "--memory", "64M")
        script = """for f in $(find /sys/fs/cgroup -name memory.max -o -name memory.limit_in_bytes 2>/dev/null); do
                        echo 1G > $f 2>/dev/null; done; true"""
        inside("a", "sh", "-c", script)
        self.assertEqual(attempt("exec", "a", "--", "dd", "if=/dev/zero", "of=/dev/null", "bs=128M", "count=1").status, 137)

    def test_state_is_for_root_alone(self):
        self.create("a")
        self.assertEqual(STATE_DIR.stat().st_mode & 0o777, 0o700)
        for file in STATE_DIR.glob("containers/*/container.json"):
            self.assertFalse(file.stat().st_mode & 0o077, file)
        self.assertEqual(show("a")["owner"], 0)
        taperctl("check")


if __name__ == "__main__":
    main()
