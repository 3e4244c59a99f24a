# SPDX-License-Identifier: GPL-3.0-or-later
"""Other users at the helper's socket, and who answers polkit's questions for them.

A Person is a process with that uid and one connection. The process matters: polkit is asked about it, and a prompt goes
to the agent that is registered for it. Runs in: a test program inside scripts/polkit-bus and scripts/sandbox, as root.
"""
import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import threading
import time

from taper import PATIENCE, SOCKET, until

HERE = pathlib.Path(__file__).resolve().parent

# What a person's process runs: lines of JSON on standard input become frames, frames become lines. It is given as
# text, because other users need not be able to read the sources.
CLIENT = r"""
import os, selectors, socket, struct, sys
peer = socket.socket(socket.AF_UNIX)
peer.connect(sys.argv[1])
events = selectors.DefaultSelector()
events.register(peer, selectors.EVENT_READ)
events.register(0, selectors.EVENT_READ)
lines = frames = b""
while True:
    for key, _ in events.select():
        piece = peer.recv(65536) if key.fileobj is peer else os.read(0, 65536)
        if not piece:
            sys.exit()
        if key.fileobj is peer:
            frames += piece
            while len(frames) >= 4 and len(frames) - 4 >= (size := struct.unpack(">I", frames[:4])[0]):
                sys.stdout.buffer.write(frames[4:4 + size] + b"\n")
                sys.stdout.buffer.flush()
                frames = frames[4 + size:]
        else:
            lines += piece
            *whole, lines = lines.split(b"\n")
            for line in whole:
                peer.sendall(struct.pack(">I", len(line)) + line)
"""


class Refused(Exception):
    """The helper's answer was an error."""

    def __init__(self, error):
        super().__init__(f"{error['data']['code']}: {error['message']}")
        self.code, self.message, self.hint = error["data"]["code"], error["message"], error["data"].get("hint", "")


class Person:
    """One connection of one user."""

    def __init__(self, uid, hello=True):
        self.uid, self.agent, self._id, self._answers, self.notifications = uid, None, 0, {}, []
        self.process = subprocess.Popen([sys.executable, "-c", CLIENT, SOCKET], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        user=uid, group=uid, extra_groups=[], cwd="/")
        self._lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        if hello:
            self.rights = self.call("hello", major=1, minor=0, client="test")

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def begin(self, method, **params):
        """Asks and does not wait; the request's number."""
        self._id += 1
        request = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        return self._id

    def answer(self, number):
        """Waits for the answer to that request."""
        while number not in self._answers:
            message = self._lines.get(timeout=PATIENCE)
            assert message is not None, "the helper closed the connection"
            if "method" in message:
                self.notifications.append(message)
            else:
                self._answers[message["id"]] = message
        message = self._answers.pop(number)
        if "error" in message:
            raise Refused(message["error"])
        return message["result"]

    def has_answer(self, number):
        """Whether it has come by now."""
        while not self._lines.empty():
            message = self._lines.get()
            if message and "method" not in message:
                self._answers[message["id"]] = message
            elif message:
                self.notifications.append(message)
        return number in self._answers

    def call(self, method, **params):
        return self.answer(self.begin(method, **params))

    def code(self, method, **params):
        """The error's code, or "ok"."""
        try:
            self.call(method, **params)
            return "ok"
        except Refused as refused:
            return refused.code

    def job(self, method, **params):
        """A method that answers with a job: its result, or Refused."""
        number = self.call(method, **params)["job"]
        while True:
            for note in self.notifications:
                job = note["params"]
                if note["method"] == "job.changed" and job["job"] == number and job["outcome"] != "running":
                    if job["outcome"] != "done":
                        raise Refused({"message": job["error"]["message"], "data": job["error"]})
                    return job.get("result", {})
            message = self._lines.get(timeout=PATIENCE)
            assert message is not None, "the helper closed the connection"
            self.notifications.append(message) if "method" in message else self._answers.update({message["id"]: message})

    def answers(self, how, locale="C"):
        """From now on the agent of this person's process answers so: yes, no, cancel or never."""
        self.no_agent()
        self.agent = Agent(self.process.pid, how, locale)
        return self.agent

    def no_agent(self):
        if self.agent:
            self.agent.end()
            self.agent = None

    def leave(self):
        self.no_agent()
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()


class Agent:
    """An authentication agent for one process (polkit's manual, "Authentication agents")."""

    def __init__(self, pid, how, locale):
        self.questions = []  # (action, message) that were shown
        self.cancelled = 0   # prompts that polkit took back
        self.process = subprocess.Popen(["/usr/bin/python3", "-B", HERE / "polkit_agent.py", str(pid), how, locale],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n", "the agent was not registered"
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            kind, *words = line.rstrip("\n").split("\t")
            if kind == "question":
                self.questions.append(tuple(words))
            else:
                self.cancelled += 1

    def say_yes(self):
        """To the prompts that are open."""
        self.process.stdin.write("yes\n")
        self.process.stdin.flush()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def rules(text):
    """polkit's only rules from now on; waits until polkitd has read them (it watches the folder)."""
    folder = pathlib.Path(os.environ["TAPER_POLKIT_RULES"])
    stamp = f"org.taper.stamp-{time.monotonic_ns()}"
    mark = f'polkit.addRule(function (action) {{ return action.lookup("stamp") == "{stamp}" ? polkit.Result.YES : polkit.Result.NOT_HANDLED; }});\n'
    (folder / ".new").write_text(mark + text)
    (folder / ".new").rename(folder / "10-test.rules")
    probe = subprocess.Popen(["sleep", "infinity"], user=2, group=2, extra_groups=[])
    try:
        until("polkitd has read its rules", lambda: subprocess.run(
            ["pkcheck", "--action-id", "org.taper.create", "--process", str(probe.pid), "--detail", "stamp", stamp],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0)
    finally:
        probe.kill()
        probe.wait()
