#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A container's life as a person at the command line sees it. Runs in: scripts/sandbox."""
import subprocess
import time

from taper import Terminal, Test, attempt, begin, containers, inside, main, show, taperctl


class FirstContainer(Test):
    def test_runs_with_an_address(self):
        self.running("a")
        self.assertIn("inet 10.", inside("a", "ip", "-o", "addr", "show", "eth0"))
        listing = taperctl("list").out
        self.assertIn("RUNNING", listing)
        address = show("a")["addresses"][0]
        self.assertIn(address["address"] if isinstance(address, dict) else address.split("/")[0], inside("a", "ip", "-o", "addr", "show", "eth0"))

    def test_exit_status_of_a_command_is_passed_on(self):
        self.running("a")
        for status in (0, 1, 7, 255):
            self.assertEqual(attempt("exec", "a", "--", "sh", "-c", f"exit {status}").status, status)
        self.assertEqual(attempt("exec", "a", "--", "sh", "-c", "kill -9 $$").status, 128 + 9)
        self.assertEqual(attempt("exec", "a", "--", "no-such-program").status, 127)
        self.assertEqual(attempt("exec", "a", "--", "/etc/hostname").status, 126)

    def test_streams_of_a_command_are_apart(self):
        self.running("a")
        outcome = taperctl("exec", "a", "--", "sh", "-c", "cat; echo wrong >&2", stdin="right\n")
        self.assertEqual((outcome.out, outcome.err), ("right\n", "wrong\n"))

    def test_much_output_arrives_whole(self):
        self.running("a")
        outcome = taperctl("exec", "a", "--", "sh", "-c", "seq 1 200000")
        self.assertEqual(outcome.out, "".join(f"{i}\n" for i in range(1, 200001)))

    def test_a_signal_reaches_the_command(self):
        self.running("a")
        command = subprocess.Popen(["taperctl", "exec", "a", "--", "sh", "-c", "trap 'exit 5' TERM; echo ready; while :; do sleep 1 & wait; done"],
                                   stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.assertEqual(command.stdout.readline(), "ready\n")
        command.terminate()
        self.assertEqual(command.wait(30), 5)

    def test_many_commands_at_once_keep_their_output(self):
        pid = self.running("a")["pid"]
        for _ in range(12):
            commands = [begin("exec", "a", "--", "sh", "-c", f"echo {i}; exit {i}") for i in range(16)]
            ended = [(command.communicate(timeout=60)[0], command.returncode) for command in commands]
            self.assertEqual(ended, [(f"{i}\n", i) for i in range(16)])
        self.assertEqual(show("a")["pid"], pid)

    def test_the_second_finds_the_first_by_name_at_once(self):
        self.running("a")
        self.running("b")
        inside("b", "ping", "-c", "1", "-W", "2", "a")
        inside("a", "ping", "-c", "1", "-W", "2", "b")

    def test_run_is_ephemeral_and_passes_the_status_on(self):
        self.assertEqual(attempt("run", "--image", "busybox", "--", "sh", "-c", "echo hello; exit 5").status, 5)
        self.assertEqual(taperctl("run", "--image", "busybox", "--", "echo", "hello").out, "hello\n")
        self.assertEqual(containers(), {})

    def test_the_start_is_told_step_by_step(self):
        timeline = self.running("a")["timeline"]
        self.assertGreater(len(timeline), 5)
        self.assertTrue(all(step["step"] for step in timeline))
        self.assertGreater(sum(step["durationUsec"] for step in timeline), 0)

    def test_stops_and_starts_again(self):
        self.running("a")
        inside("a", "sh", "-c", "echo kept > /etc/kept")
        begun = time.monotonic()
        taperctl("stop", "a")
        self.assertLess(time.monotonic() - begun, 20, "busybox's init heeds the request to stop")
        stopped = show("a")
        self.assertEqual((stopped["state"], stopped["pid"]), ("STOPPED", None))
        taperctl("start", "a")
        self.assertIn("kept", inside("a", "cat", "/etc/kept"))
        before = show("a")["pid"]
        taperctl("restart", "a")
        self.assertNotEqual(show("a")["pid"], before)
        taperctl("kill", "a")
        self.assertEqual(show("a")["state"], "STOPPED")
        taperctl("delete", "a")
        self.assertEqual(attempt("show", "a").status, 4)

    def test_a_running_one_is_not_deleted_without_force(self):
        self.running("a")
        self.refused("container.wrong_state", "delete", "a")
        self.assertEqual(show("a")["state"], "RUNNING")
        taperctl("delete", "a", "--force")
        self.assertEqual(containers(), {})

    def test_states_that_do_not_fit_are_refused(self):
        self.create("a")
        self.refused("container.wrong_state", "stop", "a")
        self.refused("container.wrong_state", "exec", "a", "--", "true")
        self.running("b")
        self.refused("container.wrong_state", "start", "b")

    def test_the_console_asks_for_the_login_and_lets_in(self):
        self.create("a", "--user", "ana", "--start", password="with spaces, ñ and $")
        console = Terminal("console", "a")
        console.type("\r")
        console.expect("login: ")
        console.type("ana\r")
        console.expect("assword: ")
        console.type("with spaces, ñ and $\r")
        console.expect("$ ")
        console.type("id -un; echo $((40+2))\r")
        console.expect("\nana")
        console.expect("\n42")
        console.close()

    def test_a_wrong_password_does_not_let_in(self):
        self.create("a", "--start", password="right")
        console = Terminal("console", "a")
        console.type("\r")
        console.expect("login: ")
        console.type("root\r")
        console.expect("assword: ")
        console.type("wrong\r")
        console.expect("ncorrect")
        console.close()

    def test_a_generated_password_is_told_once(self):
        made = taperctl("create", "a", "--image", "busybox", "--json").json
        self.assertGreaterEqual(len(made["password"]), 10)
        self.assertNotIn(made["password"], taperctl("show", "a", "--json").out)

    def test_an_image_in_use_stays(self):
        self.create("a")
        outcome = self.refused("image.in_use", "image", "delete", "busybox")
        self.assertIn("a", outcome.error["message"] + outcome.error.get("hint", ""))

    def test_the_picture_shows_both_ends_of_the_cable(self):
        self.running("a")
        picture = taperctl("topology", "--json").json
        nodes = {node["id"]: node for node in picture["nodes"]}
        kinds = {node["kind"] for node in nodes.values()}
        self.assertTrue({"bridge", "veth", "container"} <= kinds, kinds)
        peers = [edge for edge in picture["edges"] if edge["kind"] == "peer"]
        ends = {(nodes[edge["from"]]["name"], nodes[edge["to"]]["name"]) for edge in peers}
        self.assertTrue(any("eth0" in pair for pair in ends), ends)


if __name__ == "__main__":
    main()
