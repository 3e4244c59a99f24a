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

    def show_window(self, language):
        """Opens the window in a language; an open one is closed."""
        self.close_window()
        window.speak(language)
        spoken = {} if language == "en" else {"LC_ALL": f"{language}_{language.upper()}.UTF-8"}
        self.program = subprocess.Popen(["taper"], stdin=subprocess.DEVNULL, env={**os.environ, **spoken})
        window.find("Containers", patience=30)
        window.until("web is in the table", lambda: window.find("Containers", patience=0).cell("web"))
        window.input_event("getactivewindow", "windowsize", 1278, 776, "windowmove", 1, 22)

    def close_window(self):
        if self.program:
            self.program.terminate()
            self.program.wait(10)
            self.program = None

    def open_window(self):
        self.begin("open the window")
        self.show_window("en")
        self.note(f"{len(window.find('Containers').rows())} rows in the table")

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
        window.drag("Memory limit", "slider", 0.99, 0.6)
        limit = window.until("the limit is saved", lambda: self.show()["limits"]["memory"])
        files = [pathlib.Path(group, file) for group in self.show()["cgroups"] for file in ("memory.max", "memory.limit_in_bytes")]
        kernel = [int(file.read_text()) for file in files if file.exists()]
        self.need(kernel and all(abs(value - limit) < 4096 for value in kernel), f"the kernel has {kernel}, not {limit}")
        self.note(f"{limit} bytes, in the kernel's own file too")
        self.picture("memory-slider.png")

    def cap(self):
        self.begin("drag the CPU cap while web is busy")
        window.click("Console", "page tab")
        window.find("Console", console_role()).click()
        window.type_text("clear; yes >/dev/null & yes >/dev/null &")
        window.key("Return")
        window.click("Limits", "page tab")
        window.drag("CPU cap", "slider", 0.99, 0.6)
        cap = window.until("the cap is saved", lambda: self.show()["limits"]["cpuCap"])
        time.sleep(3)
        before, begun = self.show()["usage"]["cpuUsec"], time.monotonic()
        time.sleep(3)
        used = (self.show()["usage"]["cpuUsec"] - before) / (time.monotonic() - begun) / 1e4
        self.need(used < cap * 1.15, f"it used {used:.0f} % under a cap of {cap} %")
        self.note(f"cap {cap} %, used {used:.0f} %")
        self.picture("cpu-cap.png")

    def freeze(self):
        self.begin("freeze web and let it go on")
        window.click("Freeze", "push button")
        window.until("web is FROZEN", lambda: self.show()["state"] == "FROZEN", 30)
        before = self.show()["usage"]["cpuUsec"]
        time.sleep(1)
        self.need(self.show()["usage"]["cpuUsec"] == before, "it still uses the processor")
        self.picture("frozen.png")
        window.click("Unfreeze", "push button")
        window.until("web is RUNNING", lambda: self.show()["state"] == "RUNNING", 30)
        window.until("it uses the processor again", lambda: self.show()["usage"]["cpuUsec"] > before, 10)
        self.note("no processor time while it was frozen")

    def overview(self):
        self.begin("the overview")
        window.click("Back to the overview")
        window.until("web is among the running", lambda: window.find("Containers", patience=0).cell("web"))
        window.find("Containers").cell("db").click()
        window.click("Freeze", "push button")
        window.until("db is FROZEN", lambda: self.show("db")["state"] == "FROZEN", 30)
        time.sleep(2.5)  # two samples of what they use
        self.note(self.taperctl("list").strip().replace("\n", "\n        "))

    def network(self):
        self.begin("the network")
        window.click("Network")
        for way_out, change in (("NAT", True), ("none", True), ("NAT", False)):
            window.until(f"the way out of taper0 is: {way_out}", lambda: way_out in next(row for row in window.find("Network interfaces", patience=0).rows() if row[0] == "taper0"))
            if change:
                window.click("Containers reach the outside", "check box")
        topology = json.loads(self.taperctl("topology", "--json"))
        cables = [edge for edge in topology["edges"] if edge["kind"] == "peer"]
        self.need(len(cables) >= 2, f"two running containers, {len(cables)} cables")
        self.note(f"{len(topology['nodes'])} nodes, {len(cables)} cables, NAT on")

    def every_page(self):
        for language in ("en", "es"):
            self.begin(f"pictures of every page in {dict(en='English', es='Spanish')[language]}")
            self.show_window(language)
            for look in ("Light", "Dark"):
                window.menu("View", "Appearance", look)
                for page, open_page in self.pages():
                    open_page()
                    self.picture(f"{page}-{language}-{look.lower()}.png")
                window.key("Escape")  # the last one is a dialog
                window.gone("New name")
            self.note("all pages, light and dark")
        window.menu("View", "Appearance", "Like the desktop")

    def pages(self):
        """What there is to see, and how one gets there."""
        yield "overview", lambda: self.page("Overview", "Containers")
        yield "network", self.network_page
        yield "images", lambda: self.page("Images", "List of images")
        yield "host-check", lambda: self.page("Host check", "Host check")
        yield "journal", lambda: self.page("Journal", "Journal")
        yield "create", lambda: (self.page("Overview", "Containers"), window.click("New container", "push button"), window.find("Container name"))
        yield "summary", lambda: self.tab("Summary")
        yield "console", lambda: self.tab("Console")
        yield "limits", lambda: (self.tab("Limits"), time.sleep(8))  # samples for the charts
        yield "address", lambda: self.tab("Network")
        yield "preferences", lambda: window.menu("View", "Preferences…")
        yield "rename", lambda: (window.click("Close the preferences"), self.rename_dialog())

    def page(self, name, content):
        window.click(name, "list item")
        window.find(content)

    def rename_dialog(self):
        self.page("Overview", "Containers")
        window.find("Containers").cell("spare").click()
        window.menu("Container", "Rename")
        window.find("New name")

    def network_page(self):
        self.page("Network", "Network interfaces")
        time.sleep(0.5)  # the picture is laid out when its page is first shown

    def tab(self, name):
        if not window.look("Views of the container"):
            self.page("Overview", "Containers")
            window.find("Containers").cell("web").click(times=2)
        window.click(name, "page tab")

    def close(self):
        self.begin("stop and delete")
        self.taperctl("stop", "web")
        self.need(self.show()["state"] == "STOPPED", "web did not stop")
        self.taperctl("kill", "db")
        self.taperctl("delete", "web", "db", "spare")
        window.until("the table is empty", lambda: json.loads(self.taperctl("list", "--json")) == [])
        self.note("orderly")

    def run(self):
        steps = (self.image, self.create, self.open_window, self.start, self.log_in, self.limit, self.cap, self.freeze, self.overview, self.network,
                 self.every_page, self.close)
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
            self.close_window()
            (self.folder / "summary.txt").write_text("\n".join(self.lines) + "\n")


def console_role():
    """The console's role: a terminal, where the toolkit has a word for it."""
    return next((thing.role for thing in window.look("Console") if thing.role != "page tab"), None)


def console_text():
    """What stands on the console."""
    return next((thing.text() for thing in window.look("Console") if thing.role != "page tab"), "")


if __name__ == "__main__":
    sys.exit(Walk(sys.argv[1], sys.argv[2]).run())
