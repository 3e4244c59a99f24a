#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the main job in the real window as a person would, and leaves pictures of it.

usage: walk_window.py DEBIAN-ARCHIVE FOLDER      in scripts/sandbox, in scripts/headless-desktop
Every step looks at what came of it: in the window, with taperctl, in the kernel. The first that fails ends the walk.
"""
import json
import os
import pathlib
import secrets
import subprocess
import sys
import time

import drive_window as window

BOOT = 60.0 * float(os.environ.get("TAPER_TEST_PATIENCE", "1"))  # seconds that a Debian may take to its login


class Failed(Exception):
    """A step did not do what it should."""


class Walk:
    def __init__(self, archive, folder):
        self.archive, self.folder = archive, pathlib.Path(folder)
        self.lines = []
        self.step = ""
        self.program = None
        self.password = secrets.token_hex(6)

    # --- telling

    def begin(self, what):
        self.step, self.begun = what, time.monotonic()
        print(f"run: {what}", file=sys.stderr, flush=True)

    def note(self, text):
        self.lines.append(f"{self.step}: {text} ({time.monotonic() - self.begun:.1f} s)")

    def picture(self, name):
        time.sleep(0.3)  # the screen is painted at 60 Hz by another process, which tells nobody
        window.picture(self.folder / name)
        self.lines.append(f"    {name}")

    def need(self, good, why):
        if not good:
            raise Failed(why)

    # --- asking

    def taperctl(self, *arguments, stdin=None):
        done = subprocess.run(["taperctl", *arguments], input=stdin or "", capture_output=True, text=True, timeout=120)
        self.need(done.returncode == 0, f"taperctl {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def show(self, name="web"):
        return json.loads(self.taperctl("show", name, "--json"))

    # --- the walk

    def image(self):
        self.begin("add a Debian 12 root file system as an image")
        self.taperctl("image", "add", self.archive, "--name", "debian12")
        self.note(self.taperctl("image", "list").strip().splitlines()[-1])

    def create(self):
        self.begin("create containers")
        self.taperctl("create", "web", "--image", "debian12", "--user", "ana", "--password-stdin", stdin=self.password + "\n")
        self.taperctl("create", "db", "--image", "busybox", "--memory", "64M", "--start")
        self.taperctl("create", "spare", "--image", "busybox")
        self.note("web (Debian 12), db and spare (busybox)")

    def open_window(self):
        self.begin("open the window")
        self.program = subprocess.Popen(["taper"], stdin=subprocess.DEVNULL)
        containers = window.find("Containers", patience=30)
        window.until("web is in the table", lambda: window.find("Containers", patience=0).cell("web"))
        window.input_event("getactivewindow", "windowsize", 1278, 776, "windowmove", 1, 22)
        self.note(f"{len(containers.rows())} rows in the table")

    def start(self):
        self.begin("start web with the button")
        window.find("Containers").cell("web").click()
        window.click("Start")
        window.until("web is RUNNING", lambda: self.show()["state"] == "RUNNING", 60)
        container = self.show()
        self.note(f"init is process {container['pid']} of this machine, root inside is user {container['idMap']['hostFirst']} outside, "
                  f"{sum(step['durationUsec'] for step in container['timeline']) / 1000:.1f} ms in {len(container['timeline'])} steps")

    def log_in(self):
        self.begin("its console asks for the login")
        window.find("Containers").cell("web").click(times=2)
        window.click("Console", "page tab")
        window.until("login:", lambda: "login:" in console_text(), BOOT)
        self.note("login: is there")
        self.picture("console-login.png")
        self.begin("log in and look at the addresses")
        window.find("Console", console_role()).click()
        for text, answer in (("ana", "Password:"), (self.password, "ana@"), ("clear; ip addr", "inet 10.")):
            window.type_text(text)
            window.key("Return")
            window.until(answer, lambda: answer in console_text(), 30)
        address = self.show()["addresses"][0]["address"]
        window.until("eth0's address", lambda: address in console_text())
        self.note(f"eth0 has {address}")
        self.picture("console-ip-addr.png")

    def limit(self):
        self.begin("drag the memory slider")
        window.click("Limits", "page tab")
        slider = window.find("Memory limit", "slider")
        x, y, width, height = slider.box()
        window.input_event("mousemove", x + width - 6, y + height // 2, "mousedown", 1)
        for part in range(95, 59, -1):
            window.input_event("mousemove", x + width * part // 100, y + height // 2)
        window.input_event("mouseup", 1)
        limit = window.until("the limit is saved", lambda: self.show()["limits"]["memory"])
        files = [pathlib.Path(group, file) for group in self.show()["cgroups"] for file in ("memory.max", "memory.limit_in_bytes")]
        kernel = [int(file.read_text()) for file in files if file.exists()]
        self.need(kernel and all(abs(value - limit) < 4096 for value in kernel), f"the kernel has {kernel}, not {limit}")
        self.note(f"{limit} bytes, in the kernel's own file too")
        self.picture("memory-slider.png")

    def overview(self):
        self.begin("the overview")
        window.click("Back to the overview")
        window.until("web is among the running", lambda: window.find("Containers", patience=0).cell("web"))
        time.sleep(2.5)  # two samples of what they use
        self.note(self.taperctl("list").strip().replace("\n", "\n        "))
        self.picture("overview.png")

    def network(self):
        self.begin("the network")
        window.click("Network")
        window.find("Network interfaces", patience=15)
        topology = json.loads(self.taperctl("topology", "--json"))
        cables = [edge for edge in topology["edges"] if edge["kind"] == "peer"]
        self.need(len(cables) >= 2, f"two running containers, {len(cables)} cables")
        self.note(f"{len(topology['nodes'])} nodes, {len(cables)} cables")
        self.picture("network.png")

    def close(self):
        self.begin("stop and delete")
        self.taperctl("stop", "web")
        self.need(self.show()["state"] == "STOPPED", "web did not stop")
        self.taperctl("kill", "db")
        self.taperctl("delete", "web", "db", "spare")
        window.until("the table is empty", lambda: json.loads(self.taperctl("list", "--json")) == [])
        self.note("orderly")

    def run(self):
        steps = (self.image, self.create, self.open_window, self.start, self.log_in, self.limit, self.overview, self.network, self.close)
        try:
            for step in steps:
                step()
            self.lines.insert(0, "Everything worked.\n")
            return 0
        except (Failed, window.NotThere, subprocess.SubprocessError, OSError) as trouble:
            self.lines.insert(0, f"FAILED at \"{self.step}\": {trouble}\n")
            print(f"run: failed at \"{self.step}\": {trouble}", file=sys.stderr)
            window.picture(self.folder / "failed.png")
            return 1
        finally:
            if self.program:
                self.program.terminate()
                self.program.wait(10)
            (self.folder / "summary.txt").write_text("\n".join(self.lines) + "\n")


def console_role():
    """The console's role: a terminal, where the toolkit has a word for it."""
    return next((thing.role for thing in window.look("Console") if thing.role != "page tab"), None)


def console_text():
    """What stands on the console."""
    return next((thing.text() for thing in window.look("Console") if thing.role != "page tab"), "")


if __name__ == "__main__":
    sys.exit(Walk(sys.argv[1], sys.argv[2]).run())
