#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the helper and of monitors: the next helper agrees with the kernel. Runs in: scripts/sandbox."""
import os
import random
import signal
import time

from taper import (PATIENCE, Terminal, Test, alive, attempt, base_groups, begin, cables, containers, helper_pid, inside, main,
                   process_status, programs, show, storage_mounts, taperctl, until)

SEED = int(os.environ.get("TAPER_TEST_SEED", random.randrange(10**6)))
ROUNDS = int(os.environ.get("TAPER_TEST_ROUNDS", 10))
NAMES = [f"c{i:02}" for i in range(20)]


def kill_helper():
    """Kills it; gives back when another one serves."""
    old = helper_pid()
    os.kill(old, signal.SIGKILL)
    until("a new helper serves", lambda: helper_pid() != old and attempt("list").status == 0)


def settled():
    """All containers, once none is on its way."""
    def all_of_them():
        found = containers()
        return found if all(c["state"] in ("RUNNING", "STOPPED") for c in found.values()) else None
    return until("every container is RUNNING or STOPPED", all_of_them)


class Killed(Test):
    def agrees_with_the_kernel(self):
        found = settled()
        running = {name: c for name, c in found.items() if c["state"] == "RUNNING"}
        for name, container in running.items():
            self.assertTrue(alive(container["pid"]), f"{name} is said to run")
            self.assertEqual(int(process_status(container["pid"])["Uid"].split()[0]), container["idMap"]["hostFirst"], name)
        monitors = {int(process_status(c["pid"])["PPid"]) for c in running.values()}
        until(f"only monitors of the {len(running)} running are left", lambda: set(programs("taper-monitor")) == monitors)
        until(f"only cables of the {len(running)} running are left", lambda: len(cables()) == len(running))
        groups = {group.rstrip("/") for c in running.values() for group in c["cgroups"]}
        until("only cgroups of the running are left",
              lambda: {g.rstrip("/") for g in base_groups() if not g.rstrip("/").endswith("/anchor")} == groups)
        self.assertEqual(storage_mounts(), self.mounts)
        return running

    def setUp(self):
        self.mounts = storage_mounts()

    def test_killed_at_random_moments_of_20_starts(self):
        chance = random.Random(SEED)
        for name in NAMES:
            self.create(name)
        begun = time.monotonic()
        for start in [begin("start", name) for name in NAMES]:
            start.communicate(timeout=2 * PATIENCE)
        whole = time.monotonic() - begun
        for round_number in range(ROUNDS):
            with self.subTest(seed=SEED, round=round_number):
                for name in settled():
                    attempt("kill", name)
                self.assertEqual(self.agrees_with_the_kernel(), {})
                starts = [begin("start", name) for name in NAMES]
                time.sleep(chance.uniform(0, 1.1 * whole))  # the moment is the point
                kill_helper()
                for start in starts:
                    start.communicate(timeout=2 * PATIENCE)
                running = self.agrees_with_the_kernel()
                starts = [begin("start", name) for name in NAMES if name not in running]
                said = [start.communicate(timeout=2 * PATIENCE)[0] for start in starts]
                self.assertEqual([start.returncode for start in starts], [0] * len(starts), said)
                self.assertEqual(len(self.agrees_with_the_kernel()), len(NAMES))
                self.assertEqual(inside(chance.choice(NAMES), "echo", "here"), "here\n")

    def test_containers_outlive_the_helper(self):
        before = self.running("a")
        kill_helper()
        after = show("a")
        self.assertEqual((after["state"], after["pid"], after["addresses"]), ("RUNNING", before["pid"], before["addresses"]))
        self.assertEqual(inside("a", "echo", "here"), "here\n")
        taperctl("set", "a", "memory=64M")
        self.running("b")
        inside("b", "ping", "-c", "1", "-W", "2", "a")
        taperctl("stop", "a")
        self.assertEqual(show("a")["state"], "STOPPED")

    def test_the_console_outlives_the_helper(self):
        self.create("a", "--start", password="secret")
        console = Terminal("console", "a")
        console.type("\r")
        console.expect("login: ")
        kill_helper()
        console.close()
        console = Terminal("console", "a")
        console.expect("login: ")  # from its memory of what was written
        console.type("root\r")
        console.expect("assword: ")
        console.type("secret\r")
        console.expect("# ")
        console.close()

    def test_an_end_while_no_helper_looks_is_found_out(self):
        pid = self.running("a")["pid"]
        old = helper_pid()
        os.kill(old, signal.SIGSTOP)
        os.kill(pid, signal.SIGKILL)
        os.kill(old, signal.SIGKILL)
        until("a new helper serves", lambda: helper_pid() != old and attempt("list").status == 0)
        until("the end is known", lambda: show("a")["state"] == "STOPPED")
        self.assertEqual(show("a")["exitStatus"], 137)
        self.agrees_with_the_kernel()

    def test_a_killed_monitor_takes_its_container_along(self):
        container = self.running("a")
        self.running("b")
        monitor = int(process_status(container["pid"])["PPid"])
        os.kill(monitor, signal.SIGKILL)
        until("the end is known", lambda: show("a")["state"] == "STOPPED")
        until("init is gone", lambda: not alive(container["pid"]))
        self.assertIsNotNone(show("a")["lastFailure"])
        self.assertEqual(list(self.agrees_with_the_kernel()), ["b"])
        taperctl("start", "a")
        self.assertEqual(show("a")["state"], "RUNNING")


if __name__ == "__main__":
    main()
