#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, used by names, against the real helper. Runs in: scripts/sandbox, scripts/headless-desktop."""
import os
import pathlib
import signal
import subprocess
import sys

from taper import Test, alive, cgroup_file, containers, helper_pid, main, show, taperctl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import drive_window as window  # noqa: E402


def console_text():
    return next((thing.text() for thing in window.look("Console") if thing.role != "page tab"), "")


def go_to_console():
    next(thing for thing in window.look("Console") if thing.role != "page tab").click()


class Desk(Test):
    """The window is open, in a language, and survives the test."""

    language = "en"

    def setUp(self):
        window.speak(self.language)
        spoken = {} if self.language == "en" else {"LC_ALL": f"{self.language}_{self.language.upper()}.UTF-8"}
        self.program = subprocess.Popen(["taper"], stdin=subprocess.DEVNULL, env={**os.environ, **spoken})
        window.until("the window is there", lambda: window.look("New container") or window.look("Try one now"), 30)

    def tearDown(self):
        died = self.program.poll()
        self.program.terminate()
        self.program.wait(20)
        super().tearDown()
        self.assertIsNone(died, "the window ended by itself")

    def in_state(self, name, state, patience=30):
        window.until(f"{name} is {state}", lambda: containers().get(name, {}).get("state") == state, patience)

    def open(self, name):
        window.until(f"{name} is in the table", lambda: window.find("Containers", patience=0).cell(name))
        window.find("Containers").cell(name).click(times=2)
        window.find("Summary", "page tab")

    def delete(self, name):
        """Of the container whose page or row is shown; the question is answered by its button."""
        window.click("Delete", "push button")
        window.click("Delete for good", "push button")
        window.until(f"{name} is gone", lambda: name not in containers(), 60)


class WholePath:
    """Create from Debian, start, log in, two limits, freeze, stop, delete: by names alone."""

    def whole_path(self):
        image = self.debian()
        window.until("the image is known", lambda: window.look("New container", "push button"))
        self.create_in_window("lab", image)
        self.in_state("lab", "RUNNING", 60)
        self.log_in("lab")
        self.limit_memory("lab")
        self.limit_cpu("lab")
        self.freeze_and_go_on("lab")
        window.click("Stop", "push button")
        self.in_state("lab", "STOPPED", 90)
        self.delete("lab")
        self.assertEqual(containers(), {})

    def create_in_window(self, name, image):
        window.click("New container", "push button")
        window.find("Container name", patience=10)
        window.choose("Image", image)
        window.write("Container name", name)
        window.write("User", "ana")
        window.write("Password", "a secret")
        window.click("Create the container", "push button")

    def log_in(self, name):
        window.until("its console opens and asks for the login", lambda: "login:" in console_text(), 90)
        go_to_console()
        for text, answer in (("ana", "Password:"), ("a secret", "ana@" + name), ("echo $((40+2)) $(id -un)", "42 ana")):
            window.type_text(text)
            window.key("Return")
            window.until(answer, lambda: answer in console_text(), 60)

    def limit_memory(self, name):
        window.click("Limits", "page tab")
        window.drag("Memory limit", "slider", 0.99, 0.6)
        limit = window.until("the memory limit is saved", lambda: show(name)["limits"]["memory"])
        window.until("it is the kernel's, too", lambda: abs(int(cgroup_file(name, "memory.max", "memory.limit_in_bytes").read_text()) - limit) < 4096)
        self.assertLess(limit, 16 << 30)
        window.click("Undo", "push button")
        window.until("it is taken back", lambda: show(name)["limits"]["memory"] is None)

    def limit_cpu(self, name):
        window.drag("CPU cap", "slider", 0.99, 0.5)
        cap = window.until("the CPU cap is saved", lambda: show(name)["limits"]["cpuCap"])
        file = cgroup_file(name, "cpu.max", "cpu.cfs_quota_us")
        if file.name == "cpu.max":
            quota, period = map(int, file.read_text().split())
        else:
            quota, period = int(file.read_text()), int((file.parent / "cpu.cfs_period_us").read_text())
        self.assertEqual(100 * quota // period, cap)

    def freeze_and_go_on(self, name):
        window.click("Freeze", "push button")
        self.in_state(name, "FROZEN")
        self.assertFalse(window.find("Freeze", "push button").enabled())
        window.click("Unfreeze", "push button")
        self.in_state(name, "RUNNING")
        window.click("Console", "page tab")
        go_to_console()
        window.type_text("echo still $((1+1))")
        window.key("Return")
        window.until("it goes on", lambda: "still 2" in console_text(), 30)


class InEnglish(WholePath, Desk):
    def test_the_whole_path_in_english(self):
        self.whole_path()


class InSpanish(WholePath, Desk):
    language = "es"

    def test_the_whole_path_in_spanish(self):
        self.whole_path()


class Window(Desk):
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
        self.delete(name)

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
        go_to_console()
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

    def test_a_stopped_container_gets_another_name(self):
        self.create("a")
        self.open("a")
        window.menu("Container", "Rename")
        window.write("New name", "b")
        window.click("Give it the new name", "push button")
        window.until("it is called b", lambda: set(containers()) == {"b"}, 30)
        window.click("Start", "push button")  # the page went along
        self.in_state("b", "RUNNING")

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
