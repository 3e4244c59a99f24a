#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, used by names, against the real helper. Runs in: scripts/sandbox, scripts/headless-desktop."""
import os
import pathlib
import re
import signal
import subprocess
import sys

from taper import Test, alive, cgroup_file, containers, helper_pid, main, show, taperctl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import drive_window as window  # noqa: E402


def console_text():
    return next((thing.text() for thing in window.look("Console") if thing.role != "page tab"), "")


class Window(Test):
    def setUp(self):
        self.program = subprocess.Popen(["taper"], stdin=subprocess.DEVNULL)
        window.until("the window is there", lambda: window.look("New container") or window.look("Try one now"), 30)

    def tearDown(self):
        died = self.program.poll()
        self.program.terminate()
        self.program.wait(20)
        super().tearDown()
        self.assertIsNone(died, "the window ended by itself")

    def open(self, name):
        window.until(f"{name} is in the table", lambda: window.find("Containers", patience=0).cell(name))
        window.find("Containers").cell(name).click(times=2)
        window.find("Summary", "page tab")

    def test_try_one_now_log_in_limit_stop_delete(self):
        window.click("Try one now", "push button")
        name = window.until("a container is made", lambda: next(iter(containers()), None), 30)
        window.until("it runs", lambda: show(name)["state"] == "RUNNING", 30)
        window.until("its console asks for the login", lambda: "login:" in console_text(), 30)

        window.click("Limits", "page tab")
        window.find("Memory limit value").click()
        window.key("ctrl+a")
        window.type_text("64M")
        window.key("Return")
        window.until("the limit is the kernel's", lambda: cgroup_file(name, "memory.max", "memory.limit_in_bytes").read_text().strip() == str(64 << 20))

        window.click("Stop")
        window.until("it is stopped", lambda: show(name)["state"] == "STOPPED", 30)
        window.click("Back to the overview")
        window.find("Containers").cell(name).click()
        window.click("Delete…" if window.look("Delete…") else "Delete")
        confirm = window.until("it asks", lambda: [t for t in window.things() if t.role == "push button" and re.match("Delete", t.name) and t.enabled()
                                                   and any(d.role in ("dialog", "alert") for d in window.things())])
        confirm[-1].click()
        window.until("it is gone", lambda: not containers(), 30)

    def test_a_container_made_in_the_dialog(self):
        taperctl("image", "add", "busybox")
        window.click("New container" if window.look("New container") else "New container…")
        window.find("Container name", patience=10)
        window.write("Container name", "typed")
        window.write("User", "ana")
        window.write("Password", "secret word")
        self.assertIn("taperctl create typed", window.find("The same as a command").text())
        window.click("Create the container")
        window.until("it runs", lambda: "typed" in containers() and show("typed")["state"] == "RUNNING", 30)
        window.until("its console opens by itself and asks for the login", lambda: "login:" in console_text(), 30)
        next(thing for thing in window.look("Console") if thing.role != "page tab").click()
        for text, answer in (("ana", "assword:"), ("secret word", "$"), ("id -un; echo $((40+2))", "42")):
            window.type_text(text)
            window.key("Return")
            window.until(answer, lambda: answer in console_text(), 30)

    def test_what_the_command_line_does_is_seen(self):
        self.create("a", "--start")
        window.until("a is in the table", lambda: window.find("Containers", patience=0).cell("a"))
        taperctl("kill", "a")
        window.until("a is said to be stopped", lambda: any("topped" in cell.lower() or "STOPPED" in cell for row in window.find("Containers", patience=0).rows() for cell in row))
        taperctl("delete", "a")
        window.until("the cards are back", lambda: window.look("Try one now"))

    def test_the_helper_goes_and_comes_back(self):
        self.running("a")
        window.until("a is in the table", lambda: window.find("Containers", patience=0).cell("a"))
        old = helper_pid()
        os.kill(old, signal.SIGKILL)
        window.until("it works again", lambda: helper_pid() != old and window.find("Containers", patience=0).cell("a").enabled(), 30)
        self.open("a")
        window.click("Stop")
        window.until("it is stopped", lambda: show("a")["state"] == "STOPPED", 30)
        self.assertTrue(alive(self.program.pid))

    def test_the_network_page_names_both_ends(self):
        self.running("a")
        window.click("Network")
        table = window.until("the table has eth0", lambda: any("eth0" in cell for row in window.find("Network interfaces", patience=0).rows() for cell in row))
        self.assertTrue(table)
        text = "\n".join(" ".join(row) for row in window.find("Network interfaces").rows())
        self.assertRegex(text, r"tp\d+g\d+")
        self.assertIn("taper0", text)


if __name__ == "__main__":
    main()
