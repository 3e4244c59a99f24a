#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images built from Debian's own packages: what comes of it, what the build's container can see, and what is left when
it is cancelled or killed: nothing. One whole build. Runs in: scripts/sandbox --uplink."""
import os
import pathlib
import re
import signal
import subprocess
import unittest
import urllib.request

from taper import (RUN_DIR, STATE_DIR, Terminal, Test, alive, attempt, base_groups, begin, cables, helper_pid, inside, main,
                   process_status, programs, storage_mounts, taperctl, until)

LONG = 600  # a build downloads 60 MB and runs the scripts of 140 packages


def jobs(name):
    """Jobs of building this image, the newest last."""
    return [job for job in taperctl("jobs", "--json").json if job["kind"] == "image.build" and job["subject"] == name]


def begin_build(*options):
    """A build under way: the command, and the number that its job is above."""
    before = max([job["job"] for job in taperctl("jobs", "--json").json], default=0)
    return begin("image", "build", "debian:bookworm", *options), before


def build_at(step, before, name="debian:bookworm"):
    """The running job once it is at that step."""
    def there():
        job = [job for job in jobs(name) if job["job"] > before]
        assert not job or job[0]["outcome"] == "running", job
        return job[0] if job and job[0]["step"] in step else None
    return until(f"{name} is at {step}", there, LONG)


def worker():
    """The pid of the build's first process: a monitor's child that no container on record has."""
    for monitor in programs("taper-monitor"):
        children = pathlib.Path(f"/proc/{monitor}/task/{monitor}/children").read_text().split()
        for child in children:
            if b"taper-worker\0build" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    return None


def family(pid):
    """It and all that descend from it."""
    found = [pid]
    for one in found:
        try:
            found += [int(child) for child in pathlib.Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except FileNotFoundError:
            pass
    return found


class Build(Test):
    def setUp(self):
        if "TAPER_TEST_NO_UPLINK" in os.environ:
            self.skipTest("no uplink: " + os.environ["TAPER_TEST_NO_UPLINK"])
        self.mirror = taperctl("image", "sources", "--json").json[0]["mirror"]
        try:
            urllib.request.urlopen(f"{self.mirror}/dists/bookworm/InRelease", timeout=20).close()
        except OSError as why:
            self.skipTest(f"{self.mirror} cannot be reached: {why}")
        self.mounts = storage_mounts()

    def tearDown(self):
        super().tearDown()
        for image in taperctl("image", "list", "--json").json:
            attempt("image", "delete", image["name"])

    def nothing_is_left(self, processes=()):
        self.assertNotIn("debian:bookworm", [image["name"] for image in taperctl("image", "list", "--json").json])
        until("new/ is empty", lambda: not os.listdir(STATE_DIR / "new"))
        until("the trash is empty", lambda: not os.listdir(STATE_DIR / "trash"))
        until("no monitor is left", lambda: not programs("taper-monitor"))
        until("no process is left", lambda: not [pid for pid in processes if alive(pid)])
        until("no group is left", lambda: not [g for g in base_groups() if not g.rstrip("/").endswith("/anchor")])
        until("no cable is left", lambda: not cables())
        self.assertEqual([name for name in os.listdir(RUN_DIR / "monitors")], [])
        self.assertEqual(storage_mounts(), self.mounts)

    def test_a_whole_system(self):
        made, _ = begin_build()
        seen, last = [], {}
        while made.poll() is None:
            for job in jobs("debian:bookworm")[-1:]:
                if not seen or seen[-1] != job["step"]:
                    seen.append(job["step"])
                    last = {}
                if job.get("total") is not None:
                    self.assertLessEqual(job["done"], job["total"], job)
                    self.assertGreaterEqual(job["done"], last.get("done", 0), job)
                    self.assertEqual(job["unit"], "bytes" if job["step"] == "download" else "packages")
                    last = job
        self.assertEqual(made.returncode, 0, made.stdout.read())
        self.assertTrue({"unpack", "configure", "finish"} <= set(seen), seen)
        image = taperctl("image", "list", "--json").json[0]
        self.assertEqual((image["name"], image["init"]), ("debian:bookworm", "systemd"))
        self.assertIn("bookworm", image["os"])
        self.assertEqual((image["recipe"]["release"], image["recipe"]["mirror"]), ("bookworm", self.mirror))
        self.refused("name.taken", "image", "build", "debian:bookworm")

        taperctl("create", "d", "--image", "debian:bookworm", "--start", "--password-stdin", stdin="secret\n")
        console = Terminal("console", "d")
        console.type("\r")
        console.expect("login: ", LONG)
        console.type("root\r")
        console.expect("assword: ")
        console.type("secret\r")
        console.expect("# ")
        console.close()
        until("systemd is through", lambda: inside("d", "systemctl", "is-system-running", "--wait").strip() == "running", LONG)
        address = taperctl("show", "d", "--json").json["addresses"][0]["address"]
        self.assertIn(address, inside("d", "ip", "-4", "addr", "show", "dev", "eth0"))
        self.assertNotIn("Err:", taperctl("exec", "d", "--", "apt-get", "update").out)
        inside("d", "ping", "-c", "1", "-W", "2", address)
        self.assertEqual(inside("d", "sh", "-c", "ls /etc/apt/apt.conf.d /etc/dpkg/dpkg.cfg.d | grep -c mmdebstrap || true").strip(), "0")
        self.assertEqual(os.listdir(STATE_DIR / "new"), [])

    def test_its_container_sees_nothing_of_the_host(self):
        made, before = begin_build()
        build_at(("download", "unpack", "configure"), before)
        pid = worker()
        root = pathlib.Path(f"/proc/{pid}/root")
        self.assertEqual(set(os.listdir(root)) - {"lib32", "lib64", "libx32", "libo32"},
                         {"bin", "dev", "etc", "image", "lib", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "var"})
        self.assertEqual(os.listdir(root / "run"), [])
        self.assertEqual(os.listdir(root / "root"), [])
        self.assertFalse({"shadow", "ssh", "machine-id"} & set(os.listdir(root / "etc")))
        self.assertEqual(os.listdir(root / "image"), ["rootfs"])
        self.assertLess(len((root / "etc/passwd").read_text().splitlines()), 6)
        status = process_status(pid)
        self.assertGreaterEqual(int(status["Uid"].split()[0]), 0x70000000)
        self.assertEqual((status["NoNewPrivs"].strip(), status["Seccomp"].strip()), ("1", "2"))
        # chown, dac_*, fowner, fsetid, kill, set[ug]id, sys_chroot, sys_admin, mknod, setfcap: not a bit more
        self.assertEqual(int(status["CapBnd"], 16), 0x882400ff)
        for namespace in ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup"):
            self.assertNotEqual(os.readlink(f"/proc/{pid}/ns/{namespace}"), os.readlink(f"/proc/self/ns/{namespace}"), namespace)
        enter = ["nsenter", "-t", str(pid), "-U", "-m", "--setuid", "0", "--setgid", "0", "--"]
        for command in (["touch", "/usr/taper-was-here"], ["mount", "-o", "remount,bind,rw", "/usr"], ["umount", "/usr"]):
            done = subprocess.run(enter + command, capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0, command)
        self.assertIn(" ro,", next(line for line in pathlib.Path(f"/proc/{pid}/mountinfo").read_text().splitlines() if " /usr " in line))
        processes = family(pid)
        made.send_signal(signal.SIGINT)
        made.wait(LONG)
        self.nothing_is_left(processes)

    def test_cancelled_half_way(self):
        made, before = begin_build()
        build_at(("configure",), before)
        processes = family(worker())
        self.assertGreater(len(processes), 2)
        made.send_signal(signal.SIGINT)  # Ctrl-C
        self.assertNotEqual(made.wait(LONG), 0)
        self.assertEqual(jobs("debian:bookworm")[-1]["outcome"], "cancelled")
        self.nothing_is_left(processes)

    def test_killed_worker_and_monitor(self):
        for victim in ("worker", "monitor"):
            with self.subTest(victim=victim):
                made, before = begin_build("--json")
                build_at(("package lists", "download", "unpack", "configure"), before)
                pid = worker()
                processes = family(pid)
                os.kill(pid if victim == "worker" else int(process_status(pid)["PPid"]), signal.SIGKILL)
                self.assertNotEqual(made.wait(LONG), 0)
                self.assertIn('"interrupted"', made.stdout.read())
                self.nothing_is_left(processes)

    def test_killed_helper(self):
        made, before = begin_build()
        build_at(("download", "unpack", "configure"), before)
        processes, old = family(worker()), helper_pid()
        os.kill(old, signal.SIGKILL)
        until("a new helper serves", lambda: helper_pid() != old and attempt("list").status == 0)
        made.wait(LONG)
        self.nothing_is_left(processes)

    def test_wrong_mirrors(self):
        for mirror, words in (("http://mirror.invalid/debian", "name cannot be resolved"),
                              ("http://127.0.0.1:9/debian", "cannot be reached")):
            with self.subTest(mirror=mirror):
                error = self.refused("download.failed", "image", "build", "debian:bookworm", "--mirror", mirror).error
                self.assertTrue(re.search(words, error["message"]) and mirror in error["message"], error)
        error = self.refused("download.failed", "image", "build", "debian:nosuchrelease").error
        self.assertIn("has no release nosuchrelease", error["message"])
        for wrong in ("debian:book-worm", "debian:../x", "ubuntu:noble", "debian:--help"):
            self.refused("request.invalid", "image", "build", wrong)
        self.refused("request.invalid", "image", "build", "debian:bookworm", "--mirror", "http://m/debian main [trusted=yes]")
        self.nothing_is_left()


if __name__ == "__main__":
    main()
