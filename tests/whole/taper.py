# SPDX-License-Identifier: GPL-3.0-or-later
"""What the end-to-end tests say to Táper, and what they ask the kernel to check the answer.

Runs in: a test program inside scripts/sandbox, as root. Nothing here knows how the helper works inside: it uses
taperctl, the files of the state directory that are documented, /proc and /sys.
"""
import contextlib
import glob
import json
import os
import pathlib
import pty
import select
import subprocess
import sys
import termios
import time
import unittest

PATIENCE = float(os.environ.get("TAPER_TEST_PATIENCE", "1")) * 30  # seconds until something that must happen has
STATE_DIR = pathlib.Path(os.environ.get("TAPER_STATE_DIR", "/nonexistent"))
RUN_DIR = pathlib.Path(os.environ.get("TAPER_RUN_DIR", "/nonexistent"))
SOCKET = os.environ.get("TAPER_SOCKET", "")


class Outcome:
    """How a command ended."""

    def __init__(self, arguments, status, out, err):
        self.arguments, self.status, self.out, self.err = arguments, status, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        """The error object that --json prints on standard error."""
        return json.loads(self.err.strip().splitlines()[-1])["error"]

    def __str__(self):
        return f"taperctl {' '.join(map(str, self.arguments))}: status {self.status}\n{self.out}{self.err}"


def attempt(*arguments, stdin=None, timeout=None):
    """Runs taperctl and tells how it ended."""
    done = subprocess.run(["taperctl", *map(str, arguments)], input=stdin or "", capture_output=True, text=True,
                          errors="replace", timeout=timeout or 2 * PATIENCE)
    return Outcome(arguments, done.returncode, done.stdout, done.stderr)


def taperctl(*arguments, stdin=None):
    """Runs taperctl, which must succeed."""
    outcome = attempt(*arguments, stdin=stdin)
    assert outcome.status == 0, str(outcome)
    return outcome


def begin(*arguments):
    """Starts taperctl and does not wait."""
    return subprocess.Popen(["taperctl", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, errors="replace")


def show(name):
    return taperctl("show", name, "--json").json


def containers():
    """All of them, by name."""
    return {container["name"]: container for container in taperctl("list", "--json").json}


def inside(name, *command):
    """Standard output of a command in a container, which must succeed."""
    return taperctl("exec", name, "--", *command).out


def until(what, condition, patience=None):
    """Waits until condition() is true and gives its value. Asks again and again: the other side is another program."""
    deadline = time.monotonic() + (patience or PATIENCE)
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"in vain waited until {what}"
        time.sleep(0.02)


# --- the kernel's side -------------------------------------------------------------------------------------------

def cgroup_file(name, v2, v1):
    """The kernel's own file for a running container: in its v2 group, or in its v1 group of that controller."""
    for group in show(name)["cgroups"]:
        for file in (v2, v1):
            path = pathlib.Path(group) / file
            if path.exists():
                return path
    raise AssertionError(f"{name} has neither {v2} nor {v1} in {show(name)['cgroups']}")


def process_status(pid):
    """/proc/PID/status as a dictionary."""
    return dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)


def alive(pid):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return process_status(pid)["State"][0] not in "ZX"
    return False


def programs(name):
    """Pids of the sandbox's processes that run this program of Táper's."""
    own = os.readlink("/proc/self/ns/net")
    found = []
    for exe in glob.glob("/proc/[0-9]*/exe"):
        pid = int(exe.split("/")[2])
        with contextlib.suppress(OSError):
            if os.readlink(exe).split("/")[-1] == name and os.readlink(f"/proc/{pid}/ns/net") == own and alive(pid):
                found.append(pid)
    return found


def cables():
    """Host ends of the containers' cables in the sandbox's network."""
    return [name for name in os.listdir("/sys/class/net") if name.startswith("tp")]


def base_groups():
    """The directories below this sandbox's cgroup base, one per container and hierarchy."""
    base = f"taper-sandbox-{sandbox_pid()}"
    return sorted(glob.glob(f"/sys/fs/cgroup/{base}/*/") + glob.glob(f"/sys/fs/cgroup/*/{base}/*/"))


def sandbox_pid():
    """The sandbox script is an ancestor of every test."""
    pid = os.getpid()
    while pid > 1:
        if b"scripts/sandbox\0--within" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
        pid = int(process_status(pid)["PPid"])
    raise unittest.SkipTest("not inside scripts/sandbox")


def storage_mounts():
    """Mounts of the storage that can be seen outside containers and monitors."""
    return [line for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines() if str(STATE_DIR) in line]


def helper_pid():
    return int((RUN_DIR / "helper.pid").read_text())


# --- terminals ---------------------------------------------------------------------------------------------------

class Terminal:
    """taperctl on a terminal, as a person has it."""

    def __init__(self, *arguments, program="taperctl"):
        self.seen = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm"
            os.execvp(program, [program, *arguments])

    def expect(self, text, patience=None):
        """Reads until text appears; gives what came before it and forgets it."""
        deadline = time.monotonic() + (patience or PATIENCE)
        while text not in self.seen:
            ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"{text!r} did not appear in {self.seen[-2000:]!r}"
            try:
                piece = os.read(self.fd, 65536)
            except OSError:
                piece = b""
            assert piece, f"ended before {text!r}: {self.seen[-2000:]!r}"
            self.seen += piece.decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text):
        os.write(self.fd, text.encode())

    def type_secretly(self, text):
        """As a person who sees that the echo is off; what was typed before is thrown away."""
        until("the echo is off", lambda: not termios.tcgetattr(self.fd)[3] & termios.ECHO)
        self.type(text)

    def end(self):
        """Reads to its end; its exit status."""
        with contextlib.suppress(OSError):
            while piece := os.read(self.fd, 65536):
                self.seen += piece.decode(errors="replace")
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = None
        return status

    def close(self):
        os.close(self.fd)
        if not self.pid:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, 15)
        os.waitpid(self.pid, 0)


# --- the frame of a test program -----------------------------------------------------------------------------------

class Test(unittest.TestCase):
    """Leaves no container to the next test."""

    maxDiff = None

    def tearDown(self):
        for name in containers():
            attempt("delete", name, "--force")

    def create(self, name, *options, image="busybox", password=None):
        given = ["--password-stdin"] if password is not None else []
        return taperctl("create", name, "--image", image, *given, *options, stdin=password and password + "\n")

    def running(self, name, *options, image="busybox"):
        """A running container; what show says of it."""
        self.create(name, "--start", *options, image=image)
        container = show(name)
        self.assertEqual(container["state"], "RUNNING")
        return container

    def debian(self):
        """The name of the Debian image; skips where none could be made."""
        tarball = os.environ.get("TAPER_TEST_DEBIAN", "")
        if not tarball:
            raise unittest.SkipTest("no Debian root file system: " + os.environ.get("TAPER_TEST_NO_DEBIAN", "TAPER_TEST_DEBIAN is not set"))
        if "debian12" not in {image["name"] for image in taperctl("image", "list", "--json").json}:
            taperctl("image", "add", tarball, "--name", "debian12")
        return "debian12"

    def refused(self, code, *arguments):
        """taperctl must fail with this stable code; gives the outcome."""
        outcome = attempt("--json", *arguments)
        self.assertNotEqual(outcome.status, 0, str(outcome))
        self.assertEqual(outcome.error["code"], code, str(outcome))
        self.assertTrue(outcome.error["message"], str(outcome))
        return outcome


class _Result(unittest.TestResult):
    """One line for each test, as Qt's tests print them."""

    passed = 0

    @staticmethod
    def _name(test):
        return f"{pathlib.Path(sys.argv[0]).stem}::{getattr(test, '_testMethodName', str(test))}()"

    def addSuccess(self, test):
        self.passed += 1
        print(f"PASS   : {self._name(test)}", flush=True)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        print(f"SKIP   : {self._name(test)} {reason}", flush=True)

    def _wrong(self, test, trouble):
        print(f"FAIL!  : {self._name(test)}\n{self._exc_info_to_string(trouble, test)}", flush=True)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            print(f"FAIL!  : {self._name(test)} {subtest._subDescription()}\n{self._exc_info_to_string(err, test)}", flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._wrong(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._wrong(test, err)


def main():
    """Runs the test program; arguments are names of tests."""
    suite = unittest.TestSuite()
    for test in unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]):
        for case in test:
            if len(sys.argv) < 2 or case._testMethodName in sys.argv[1:]:
                suite.addTest(case)
    result = _Result()
    suite.run(result)
    wrong = len(result.failures) + len(result.errors)
    print(f"Totals: {result.passed} passed, {wrong} failed, {len(result.skipped)} skipped", flush=True)
    sys.exit(1 if wrong else 0)
