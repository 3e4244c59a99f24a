#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every control is seen to bite: shares, cap, CPUs, processes, swap, freeze; what is refused changes nothing; rename.

CPU time is measured in CPU time: what else this machine does makes a window longer, not wrong. Runs in: scripts/sandbox.
"""
import contextlib
import ctypes
import mmap
import os
import pathlib
import signal
import struct
import subprocess
import time

from taper import (PATIENCE, Terminal, Test, alive, attempt, base_groups, begin, cgroup_file, containers, helper_pid, inside,
                   main, programs, show, taperctl, until)
from tst_killed import kill_helper

MIB = 1 << 20
BURN = ("sh", "-c", "while :; do :; done")
FILES = (("memory.max", "memory.limit_in_bytes"), ("memory.swap.max", "memory.memsw.limit_in_bytes"), ("cpu.weight", "cpu.shares"),
         ("cpu.max", "cpu.cfs_quota_us"), ("cpuset.cpus", "cpuset.cpus"), ("pids.max", "pids.max"))
TWO_CPUS = len(os.sched_getaffinity(0)) >= 2


def cpu_usec(name):
    return show(name)["usage"]["cpuUsec"]


def in_force(name):
    """All limits as the kernel has them."""
    return [cgroup_file(name, *files).read_text().strip() for files in FILES]


def pids_of(name):
    """Of all its processes, from the kernel's own list."""
    found = []
    for group in show(name)["cgroups"]:
        if (pathlib.Path(group) / "pids.max").exists():
            for procs in pathlib.Path(group).rglob("cgroup.procs"):
                found += [int(pid) for pid in procs.read_text().split()]
    return found


def burners(name):
    """Pids of its programs that burn CPU, as they are on the host."""
    found = []
    for pid in pids_of(name):
        with contextlib.suppress(OSError):
            if b"while :" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def last_cpu(pid):
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[36])


def burn_here(seconds):
    """Until this program itself has had that much CPU time: the others had their chance, too."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


class Unfreezable:
    """A process in a container's group that waits in the kernel where only SIGKILL reaches it: another one reads, through
    process_vm_readv(2), memory of this one that userfaultfd(2) never provides."""

    def __init__(self, group):
        libc = ctypes.CDLL(None, use_errno=True)
        self.fd = libc.syscall(323, os.O_CLOEXEC)
        assert self.fd >= 0, "userfaultfd(2): " + os.strerror(ctypes.get_errno())
        self.memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        import fcntl
        fcntl.ioctl(self.fd, 0xC018AA3F, bytearray(struct.pack("QQQ", 0xAA, 0, 0)))  # UFFDIO_API
        fcntl.ioctl(self.fd, 0xC020AA00, bytearray(struct.pack("QQQQ", address, 4096, 1, 0)))  # UFFDIO_REGISTER, missing
        owner = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            byte = ctypes.create_string_buffer(1)
            vectors = struct.pack("QQQQ", ctypes.addressof(byte), 1, address, 1)
            both = ctypes.create_string_buffer(vectors)
            start = ctypes.addressof(both)
            libc.process_vm_readv(owner, ctypes.c_void_p(start), 1, ctypes.c_void_p(start + 16), 1, 0)
            os._exit(0)
        until("it waits", lambda: pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "D")
        for directory in group:
            (pathlib.Path(directory) / "exec/cgroup.procs").write_text(str(self.pid))

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Controls(Test):
    def setUp(self):
        self.started = []

    def tearDown(self):
        super().tearDown()
        for program in self.started:
            program.kill()
            program.communicate()

    def burn(self, name, *command):
        """Begins a program inside that burns CPU; gives back when it runs."""
        before = len(burners(name))
        self.started.append(begin("exec", name, "--", *(command or BURN)))
        until("it burns", lambda: len(burners(name)) > before)

    # --- CPU ------------------------------------------------------------------------------------------------------

    def test_two_weights_share_one_to_three(self):
        for name, weight in (("a", 100), ("b", 300)):
            self.running(name, "--cpus", "0", "--cpu-weight", weight)
            self.burn(name)
        best = []
        for _ in range(3):  # a window in which somebody stole the CPU from one of the two is not the scheduler's doing
            first = cpu_usec("a"), cpu_usec("b")
            until("both have burnt 4 s", lambda: cpu_usec("a") + cpu_usec("b") - sum(first) >= 4_000_000, 8 * PATIENCE)
            one, other = cpu_usec("a") - first[0], cpu_usec("b") - first[1]
            best.append(other / one)
            if 3 * 0.85 <= other / one <= 3 * 1.15:
                print(f"        1 : {other / one:.2f}")
                return
        self.fail(f"1 to 3 was {best}")

    def test_a_cap_holds_and_is_given(self):
        self.running("a", "--cpu-cap", "20%")
        for _ in range(2):
            self.burn("a")
        stat = cgroup_file("a", "cpu.max", "cpu.cfs_quota_us").parent / "cpu.stat"

        def periods():
            values = dict(line.split() for line in stat.read_text().splitlines())
            return int(values["nr_periods"]), int(values["nr_throttled"])
        seen = []
        for _ in range(5):
            before, used, began = periods(), cpu_usec("a"), time.monotonic()
            until("forty periods are over", lambda: periods()[0] - before[0] >= 40, 8 * PATIENCE)
            share = (cpu_usec("a") - used) / 1e6 / (time.monotonic() - began)
            wanted_more = (periods()[1] - before[1]) / (periods()[0] - before[0])
            seen.append((round(share, 3), round(wanted_more, 2)))
            self.assertLess(share, 0.22, seen)
            if share >= 0.18:
                print(f"        20% was {share:.1%}")
                break
        else:
            self.fail(f"the machine gave less than the cap, or the cap took more: (share, throttled) {seen}")
        self.assertGreater(show("a")["events"]["throttledUsec"], 0)
        taperctl("set", "a", "cpu-cap=none")
        before = periods()[1]
        used = cpu_usec("a")
        until("it burns on", lambda: cpu_usec("a") - used > 500_000, 8 * PATIENCE)
        self.assertLessEqual(periods()[1] - before, 1)

    def test_programs_run_on_their_cpus_only(self):
        if not TWO_CPUS:
            self.skipTest("this machine has one CPU")
        self.running("a", "--cpus", "1")
        self.burn("a")
        pid = burners("a")[0]
        self.assertEqual(inside("a", "nproc"), "1\n")
        for cpu in (1, 0, 1):
            taperctl("set", "a", f"cpus={cpu}")
            self.assertEqual(os.sched_getaffinity(pid), {cpu})
            until("it has moved", lambda: last_cpu(pid) == cpu)
            for _ in range(50):
                burn_here(0.002)
                self.assertEqual(last_cpu(pid), cpu)
        taperctl("set", "a", "cpus=none")
        self.assertEqual(os.sched_getaffinity(pid), os.sched_getaffinity(0))
        self.assertIsNone(show("a")["limits"]["cpus"])

    def test_groups_of_a_guests_systemd_follow_the_cpus(self):
        if not TWO_CPUS:
            self.skipTest("this machine has one CPU")
        self.running("deb", image=self.debian())
        until("systemd is up", lambda: attempt("exec", "deb", "--", "systemctl", "is-system-running").out.strip() in ("running", "degraded"))
        taperctl("set", "deb", "cpus=1", "processes=500", "cpu-cap=180%")
        self.assertEqual({frozenset(os.sched_getaffinity(pid)) for pid in pids_of("deb") if alive(pid)}, {frozenset({1})})
        taperctl("set", "deb", "cpus=none")
        self.assertEqual({frozenset(os.sched_getaffinity(pid)) for pid in pids_of("deb") if alive(pid)}, {frozenset(os.sched_getaffinity(0))})
        taperctl("freeze", "deb")
        self.assertEqual(show("deb")["state"], "FROZEN")
        used = cpu_usec("deb")
        burn_here(0.3)
        self.assertEqual(cpu_usec("deb"), used)
        taperctl("unfreeze", "deb")
        inside("deb", "systemctl", "--version")

    # --- processes, memory -----------------------------------------------------------------------------------------

    def test_one_fork_too_many_fails_and_is_counted(self):
        self.running("a")
        terminal = Terminal("console", "a")  # then its init has begun all that it begins
        terminal.expect("login:")
        terminal.close()
        now = show("a")["usage"]["processes"]
        taperctl("set", "a", f"processes={now + 4}")
        self.started.append(begin("exec", "a", "--", "sh", "-c", "for i in 1 2 3; do sleep 1000 & done; wait"))
        until("all of them run", lambda: show("a")["usage"]["processes"] == now + 4)
        self.assertEqual(show("a")["events"]["pidsRefused"], 0)
        outcome = attempt("exec", "a", "--", "sh", "-c", "true; ls | cat")
        self.assertNotEqual(outcome.status, 0, str(outcome))
        until("it is counted", lambda: show("a")["events"]["pidsRefused"] >= 1)
        # Below what there is: nobody is killed.
        taperctl("set", "a", "processes=1")
        self.assertEqual(show("a")["usage"]["processes"], now + 4)
        taperctl("set", "a", "processes=none")
        self.assertEqual(inside("a", "sh", "-c", "echo a | cat"), "a\n")
        refused = show("a")["events"]["pidsRefused"]
        kill_helper()
        self.assertGreaterEqual(show("a")["events"]["pidsRefused"], refused)

    def test_swap_is_limited_with_the_memory(self):
        outcome = attempt("--json", "create", "a", "--image", "busybox", "--memory", "64M", "--swap", "16M", "--start")
        if outcome.status != 0:
            self.assertEqual(outcome.error["code"], "cgroup.unavailable", str(outcome))
            self.assertIn("swap", outcome.error["message"])
            return
        file = cgroup_file("a", "memory.swap.max", "memory.memsw.limit_in_bytes")
        old = file.name == "memory.memsw.limit_in_bytes"
        self.assertEqual(int(file.read_text()), (80 if old else 16) * MIB)
        # Up and down across each other, live.
        for memory, swap in ((32, 0), (256, 0), (16, 512), (64, 16)):
            taperctl("set", "a", f"memory={memory}M", f"swap={swap}M")
            self.assertEqual(int(file.read_text()), (memory * old + swap) * MIB)
            self.assertEqual(int(cgroup_file("a", "memory.max", "memory.limit_in_bytes").read_text()), memory * MIB)
        self.assertEqual(attempt("exec", "a", "--", "dd", "if=/dev/zero", "of=/dev/null", "bs=128M", "count=1").status, 137)
        taperctl("set", "a", "swap=none")
        self.assertIsNone(show("a")["limits"]["swap"])
        if old:
            outcome = self.refused("cgroup.unavailable", "set", "a", "memory=none", "swap=16M")
            self.assertIn("only together with memory", outcome.error["message"])

    def test_what_is_refused_changes_nothing(self):
        self.running("a", "--memory", "64M", "--cpu-weight", "200", "--processes", "50", "--cpu-cap", "90%", "--cpus", "0")
        before, saved = in_force("a"), show("a")["limits"]
        for code, *wrong in (("cgroup.limit_rejected", "memory=128M", "cpu-cap=50%", "cpus=0,4000"),
                             ("cgroup.limit_rejected", "cpus=4000", "processes=10"),
                             ("request.invalid", "cpu-weight=300", "cpu-cap=500000%"),
                             ("request.invalid", "processes=0", "cpu-weight=300"),
                             ("request.invalid", "memory=128M", "cpus=3-1")):
            outcome = attempt("--json", "set", "a", *wrong)
            self.assertNotEqual(outcome.status, 0, str(outcome))
            self.assertEqual(outcome.error["code"], code, str(outcome))
            self.assertTrue(outcome.error["hint"], str(outcome))
            self.assertEqual(in_force("a"), before, wrong)
            self.assertEqual(show("a")["limits"], saved, wrong)
        self.assertEqual(attempt("create", "b", "--image", "busybox", "--cpus", "4000").status, 1)
        self.assertNotIn("b", containers())

    def test_a_limit_that_cannot_be_had_takes_none_of_the_others_along(self):
        self.running("a", "--cpu-weight", "200")
        self.started.append(begin("exec", "a", "--", "sh", "-c", "dd if=/dev/zero of=/dev/shm/f bs=1M count=48; sleep 1000"))
        until("it has its memory", lambda: show("a")["usage"]["memoryBytes"] > 48 * MIB)
        before = in_force("a")
        outcome = self.refused("cgroup.limit_rejected", "set", "a", "cpu-weight=300", "processes=70", "memory=8M")
        self.assertIn("8 MiB", outcome.error["message"])
        self.assertTrue(outcome.error["hint"])
        self.assertEqual(in_force("a"), before)

    def test_memory_is_freed_for_a_lower_limit_while_others_are_served(self):
        self.running("a")
        self.running("b")
        inside("a", "dd", "if=/dev/zero", "of=/root/file", "bs=1M", "count=96")
        until("its cache is counted", lambda: show("a")["usage"]["memoryBytes"] > 80 * MIB)
        lower = begin("set", "a", "memory=24M", "cpu-weight=150")
        after = begin("set", "a", "processes=200")  # in order, behind the first
        other = begin("set", "b", "memory=200M")
        for program in (lower, after, other):
            said, _ = program.communicate(timeout=2 * PATIENCE)
            self.assertEqual(program.returncode, 0, said)
        self.assertEqual(int(cgroup_file("a", "memory.max", "memory.limit_in_bytes").read_text()), 24 * MIB)
        self.assertLessEqual(show("a")["usage"]["memoryBytes"], 24 * MIB)
        limits = show("a")["limits"]
        self.assertEqual((limits["memory"], limits["cpuWeight"], limits["processes"]), (24 * MIB, 150, 200))
        self.assertEqual(show("a")["events"]["oomKills"], 0)

    def test_all_limits_are_saved_and_hold_at_the_start(self):
        self.create("a")
        taperctl("set", "a", "memory=64M", "cpu-weight=50", "cpu-cap=70%", "cpus=0", "processes=40")
        taperctl("start", "a")
        before = in_force("a")
        self.assertEqual(before[4:], ["0", "40"])
        kill_helper()
        self.assertEqual(in_force("a"), before)
        taperctl("restart", "a")
        self.assertEqual(in_force("a"), before)
        taperctl("set", "a", "memory=none", "cpu-weight=none", "cpu-cap=none", "cpus=none", "processes=none")
        self.assertEqual(set(show("a")["limits"].values()), {None})
        last = taperctl("journal", "--json").json[0]
        self.assertEqual((last["method"], last["outcome"]), ("container.set", "done"))
        self.assertIn('"processes":40', last["before"])
        self.assertIn('"processes":null', last["after"])

    # --- freeze ----------------------------------------------------------------------------------------------------

    def test_frozen_stands_still_and_goes_on(self):
        self.running("a")
        self.burn("a")
        for _ in range(3):
            taperctl("freeze", "a")
            self.assertEqual(show("a")["state"], "FROZEN")
            used = cpu_usec("a")
            burn_here(0.2)
            self.assertEqual(cpu_usec("a"), used)
            taperctl("unfreeze", "a")
            self.assertEqual(show("a")["state"], "RUNNING")
            until("it goes on", lambda: cpu_usec("a") > used)
        self.assertEqual(taperctl("list", "--frozen", "--json").json, [])

    def test_what_may_be_done_to_a_frozen_one(self):
        self.running("a")
        terminal = Terminal("console", "a")
        terminal.expect("login:")
        terminal.close()
        taperctl("freeze", "a")
        self.assertEqual([c["name"] for c in taperctl("list", "--frozen", "--json").json], ["a"])
        self.assertIn("FROZEN", taperctl("list").out)
        outcome = self.refused("container.wrong_state", "exec", "a", "--", "true")
        self.assertIn("nfreeze", outcome.error["hint"])
        outcome = self.refused("container.wrong_state", "stop", "a")
        self.assertIn("unfreeze", outcome.error["hint"])
        for command in ("start", "freeze", "restart"):
            self.refused("container.wrong_state", command, "a")
        self.refused("container.wrong_state", "rename", "a", "b")
        taperctl("set", "a", "memory=64M", "cpus=0", "processes=90")  # limits can be set
        self.assertEqual(in_force("a")[4:], ["0", "90"])
        terminal = Terminal("console", "a")  # its screen is seen
        terminal.expect("login:")
        terminal.close()
        taperctl("unfreeze", "a")
        self.refused("container.wrong_state", "unfreeze", "a")
        self.assertEqual(inside("a", "echo", "alive"), "alive\n")
        taperctl("stop", "a")
        self.refused("container.wrong_state", "freeze", "a")

    def test_frozen_is_killed_and_deleted(self):
        for command in (("kill", "a"), ("delete", "--force", "a")):
            pid = self.running("a")["pid"]
            taperctl("freeze", "a")
            taperctl(*command)
            self.assertFalse(alive(pid))
            until("no group is left", lambda: not [g for g in base_groups() if not g.rstrip("/").endswith("/anchor")])
            attempt("delete", "a")

    def test_frozen_stays_frozen_without_its_helper(self):
        pid = self.running("a")["pid"]
        self.burn("a")
        taperctl("freeze", "a")
        used = cpu_usec("a")
        kill_helper()
        after = show("a")
        self.assertEqual((after["state"], after["pid"]), ("FROZEN", pid))
        burn_here(0.1)
        self.assertEqual(cpu_usec("a"), used)
        taperctl("unfreeze", "a")
        until("it goes on", lambda: cpu_usec("a") > used)
        for _ in range(5):  # killed anywhere in a freeze: one of the two, and that is what the kernel says, too
            freeze = begin("freeze", "a")
            kill_helper()
            freeze.communicate(timeout=2 * PATIENCE)
            state = until("it is settled", lambda: show("a")["state"] in ("RUNNING", "FROZEN") and show("a")["state"])
            used = cpu_usec("a")
            burn_here(0.05)
            self.assertEqual(cpu_usec("a") == used, state == "FROZEN")
            if state == "FROZEN":
                taperctl("unfreeze", "a")

    def test_what_does_not_freeze_is_named_and_all_go_on(self):
        self.running("a")
        self.burn("a")
        stuck = Unfreezable(show("a")["cgroups"])
        try:
            outcome = self.refused("timed_out", "freeze", "a")
            self.assertIn(f"{stuck.pid} (", outcome.error["message"])
            self.assertTrue(outcome.error["hint"])
            self.assertEqual(show("a")["state"], "RUNNING")
            used = cpu_usec("a")
            until("it goes on", lambda: cpu_usec("a") > used)
            # A helper that is killed while it waits leaves it to the next one.
            freeze = begin("freeze", "a")
            until("it freezes", lambda: show("a")["state"] == "FREEZING")
            kill_helper()
            freeze.communicate(timeout=2 * PATIENCE)
            self.assertEqual(show("a")["state"], "FREEZING")
            until("it is given up", lambda: show("a")["state"] == "RUNNING")
            # Killed while it freezes.
            freeze = begin("freeze", "a")
            until("it freezes", lambda: show("a")["state"] == "FREEZING")
            taperctl("kill", "a")
            freeze.communicate(timeout=2 * PATIENCE)
            self.assertEqual(freeze.returncode, 1)
            self.assertEqual(show("a")["state"], "STOPPED")
        finally:
            with contextlib.suppress(ProcessLookupError):
                stuck.close()

    # --- rename ----------------------------------------------------------------------------------------------------

    def test_a_renamed_one_is_itself(self):
        before = self.running("a", "--memory", "64M")
        self.refused("container.wrong_state", "rename", "a", "shop")
        inside("a", "sh", "-c", "echo kept > /root/file; printf '127.0.0.1 localhost a\\n127.0.1.1\\ta.lan a\\n' > /etc/hosts")
        self.running("other")
        taperctl("stop", "a")
        for code, name in (("name.taken", "other"), ("name.taken", "OTHER"), ("name.invalid", "x-"), ("name.invalid", "a b"), ("name.taken", "a")):
            self.refused(code, "rename", "a", name)
        self.refused("container.unknown", "rename", "nobody", "shop")
        taperctl("rename", "a", "shop")
        self.assertEqual(set(containers()), {"shop", "other"})
        after = show("shop")
        for same in ("idMap", "limits", "image", "createdAt", "mac", "owner"):
            self.assertEqual(after[same], before[same], same)
        self.assertEqual(taperctl("image", "list", "--json").json[0]["usedBy"], ["other", "shop"])
        taperctl("start", "shop")
        self.assertEqual(inside("shop", "cat", "/root/file", "/etc/hostname", "/etc/hosts"),
                         "kept\nshop\n127.0.0.1 localhost a\n127.0.1.1\ta.lan shop\n")
        self.assertEqual(inside("shop", "hostname"), "shop\n")
        inside("other", "ping", "-c", "1", "-W", "2", "shop")
        self.assertNotEqual(attempt("exec", "other", "--", "ping", "-c", "1", "-W", "2", "a").status, 0)
        entry = next(e for e in taperctl("journal", "--json").json if e["method"] == "container.rename" and e["outcome"] == "done")
        self.assertEqual((entry["subject"], entry["before"], entry["after"]), ("a", '{"name":"a"}', '{"name":"shop"}'))
        kill_helper()
        self.assertEqual(show("shop")["state"], "RUNNING")
        taperctl("delete", "shop", "--force")
        self.create("a")  # its old name is free

    def test_a_helper_killed_in_a_rename_leaves_the_one_or_the_other(self):
        self.create("a0")
        name = "a0"
        for number in range(1, 16):
            rename = begin("rename", name, f"a{number}")
            if number % 3:
                with contextlib.suppress(AssertionError):
                    until("it is on its way", lambda: rename.poll() is not None or programs("taper-worker"), 0.05 * (number % 5))
            kill_helper()
            rename.communicate(timeout=2 * PATIENCE)
            names = [n for n in containers()]
            self.assertEqual(len(names), 1, names)
            self.assertIn(names[0], (name, f"a{number}"))
            name = names[0]
        taperctl("start", name)
        self.assertEqual(inside(name, "sh", "-c", "hostname; cat /etc/hostname"), f"{name}\n{name}\n")

    def test_many_renames_and_starts_at_once(self):
        for name in ("a", "b", "c"):
            self.create(name)
        tries = [begin("rename", name, new) for name, new in (("a", "x"), ("b", "x"), ("c", "x"), ("a", "y"), ("b", "z"))]
        starts = [begin("start", name) for name in ("a", "b", "c")]
        for program in tries + starts:
            program.communicate(timeout=2 * PATIENCE)
        self.assertEqual(len(containers()), 3)
        for name, container in containers().items():
            if container["state"] == "STOPPED":
                taperctl("start", name)
            self.assertEqual(inside(name, "hostname"), name + "\n")


if __name__ == "__main__":
    main()
