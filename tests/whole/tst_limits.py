#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits: the kernel's own files, and what happens to who wants more. Runs in: scripts/sandbox."""
from taper import Test, attempt, cgroup_file, inside, main, show, taperctl, until

MIB = 1 << 20
WANTS_128M = ("dd", "if=/dev/zero", "of=/dev/null", "bs=128M", "count=1")  # dd fills a buffer of that size


def memory_limit(name):
    """In bytes, None for no limit, as the kernel has it."""
    text = cgroup_file(name, "memory.max", "memory.limit_in_bytes").read_text().strip()
    return None if text == "max" or int(text) >= 1 << 60 else int(text)


class Limits(Test):
    def test_a_memory_limit_reaches_the_kernel_and_is_saved(self):
        self.running("a")
        self.assertIsNone(memory_limit("a"))
        taperctl("set", "a", "memory=64M")
        self.assertEqual(memory_limit("a"), 64 * MIB)
        self.assertEqual(show("a")["limits"]["memory"], 64 * MIB)
        taperctl("restart", "a")
        self.assertEqual(memory_limit("a"), 64 * MIB)

    def test_who_wants_more_is_killed_and_counted(self):
        self.running("a", "--memory", "64M")
        self.assertEqual(show("a")["events"]["oomKills"], 0)
        self.assertEqual(attempt("exec", "a", "--", *WANTS_128M).status, 137)
        until("the kill is counted", lambda: show("a")["events"]["oomKills"] == 1)
        self.assertEqual(show("a")["state"], "RUNNING")
        self.assertEqual(inside("a", "echo", "alive"), "alive\n")

    def test_no_limit_lifts_it(self):
        self.running("a", "--memory", "64M")
        taperctl("set", "a", "memory=none")
        self.assertIsNone(memory_limit("a"))
        self.assertIsNone(show("a")["limits"]["memory"])
        inside("a", *WANTS_128M)

    def test_a_process_of_a_systemd_unit_is_killed_and_counted(self):
        self.running("deb", "--memory", "300M", image=self.debian())
        until("systemd is up", lambda: attempt("exec", "deb", "--", "systemctl", "is-system-running").out.strip() in ("running", "degraded"))
        taperctl("set", "deb", "memory=96M")
        outcome = attempt("exec", "deb", "--", "systemd-run", "--wait", "--quiet", "--unit", "hungry", *WANTS_128M)
        self.assertNotEqual(outcome.status, 0)
        until("the kill is counted", lambda: show("deb")["events"]["oomKills"] >= 1)
        self.assertEqual(show("deb")["state"], "RUNNING")

    def test_a_weight_reaches_the_kernel(self):
        self.running("a")
        taperctl("set", "a", "cpu-weight=200")
        file = cgroup_file("a", "cpu.weight", "cpu.shares")
        value = int(file.read_text())
        if file.name == "cpu.weight":
            self.assertEqual(value, 200)
        else:
            self.assertGreater(value, 1024)  # 1024 shares are weight 100
        self.assertEqual(show("a")["limits"]["cpuWeight"], 200)
        taperctl("set", "a", "cpu-weight=none")
        self.assertIn(int(file.read_text()), (100, 1024))

    def test_a_limit_set_while_stopped_holds_at_the_start(self):
        self.create("a")
        taperctl("set", "a", "memory=32M", "cpu-weight=50")
        taperctl("start", "a")
        self.assertEqual(memory_limit("a"), 32 * MIB)

    def test_values_that_make_no_sense_change_nothing(self):
        self.running("a", "--memory", "64M")
        for wrong in ("memory=1K", "memory=-5", "memory=many", "memory=", "cpu-weight=0", "cpu-weight=10001", "colour=red", "memory"):
            outcome = attempt("set", "a", wrong)
            self.assertIn(outcome.status, (1, 2), str(outcome))
        self.assertNotEqual(attempt("set", "a", "memory=128M", "cpu-weight=0").status, 0)  # all or none
        self.assertEqual(memory_limit("a"), 64 * MIB)


if __name__ == "__main__":
    main()
