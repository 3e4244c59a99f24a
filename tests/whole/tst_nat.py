#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to the outside: a Debian's own apt-get through NAT, the switch, and what is left behind.
Runs in: scripts/sandbox --uplink."""
import os
import pathlib
import signal
import subprocess
import unittest
import urllib.request

from taper import Test, attempt, helper_pid, inside, main, taperctl, until

MIRROR = "http://deb.debian.org/debian/dists/bookworm/Release"


def reached(name):
    """Whether a container gets a file of the world by its name."""
    got = attempt("exec", name, "--", "timeout", "10", "wget", "-q", "-O", "/dev/null", MIRROR)
    return got.status == 0


def tables():
    return subprocess.run(["nft", "list", "tables"], capture_output=True, text=True, check=True).stdout.split("\n")


def forwarding():
    return pathlib.Path("/proc/sys/net/ipv4/ip_forward").read_text().strip()


def bridge():
    return {network["name"]: network for network in taperctl("network", "list", "--json").json}["taper0"]


def kill_helper():
    old = helper_pid()
    os.kill(old, signal.SIGKILL)
    until("a new helper serves", lambda: helper_pid() != old and attempt("list").status == 0)


class Nat(Test):
    @classmethod
    def setUpClass(cls):
        if why := os.environ.get("TAPER_TEST_NO_UPLINK"):
            raise unittest.SkipTest("no uplink: " + why)
        try:
            urllib.request.urlopen(MIRROR, timeout=20).close()
        except OSError as why:
            raise unittest.SkipTest(f"the mirror is not reached from here: {why}")

    def tearDown(self):
        super().tearDown()
        taperctl("network", "set", "taper0", "nat=on")

    def nothing_is_left(self):
        until("table, forwarding and bridge are gone", lambda: "table inet taper" not in tables() and forwarding() == "0" and
              not os.path.exists("/sys/class/net/taper0"))

    def test_apt_get_update_in_a_debian(self):
        self.running("deb", image=self.debian())
        # While systemd still boots, it empties /tmp, where apt has its signatures.
        until("Debian is up", lambda: attempt("exec", "deb", "--", "systemctl", "is-system-running").out.strip() in ("running", "degraded"))
        said = attempt("exec", "deb", "--", "apt-get", "update", "-o", "Acquire::Retries=0", "-o", "APT::Update::Error-Mode=any",
                       timeout=180)
        self.assertEqual(said.status, 0, str(said))
        self.assertIn("bookworm InRelease", said.out)
        shown = inside("deb", "apt-cache", "policy", "hello")
        self.assertIn("Candidate: 2.", shown)

    def test_the_switch_acts_at_once_and_is_kept(self):
        self.running("web")
        self.assertTrue(reached("web"))
        self.assertEqual((bridge()["state"], bridge()["nat"]), ("up", True))
        answer = taperctl("network", "set", "taper0", "nat=off", "--json").json
        self.assertEqual((answer["name"], answer["nat"]), ("taper0", False))
        self.assertFalse(reached("web"))
        self.assertEqual(forwarding(), "0")
        kill_helper()
        self.assertIs(bridge()["nat"], False)
        self.assertFalse(reached("web"))
        self.running("db")
        self.assertIn("10.83.", inside("db", "nslookup", "web"))  # containers still know each other
        taperctl("network", "set", "taper0", "nat=on")
        self.assertTrue(reached("web"))
        self.assertTrue(reached("db"))
        entries = [e for e in taperctl("journal", "--json").json if e["method"] == "network.set"]
        self.assertEqual([(e["subject"], e["outcome"], e["before"], e["after"]) for e in entries[:2]],
                         [("taper0", "done", '{"nat":false}', '{"nat":true}'), ("taper0", "done", '{"nat":true}', '{"nat":false}')])

    def test_the_last_one_takes_everything_along(self):
        self.running("web")
        self.assertIn("table inet taper", tables())
        self.assertEqual(forwarding(), "1")
        taperctl("kill", "web")
        self.nothing_is_left()
        self.assertEqual((bridge()["state"], bridge()["nat"], bridge()["address"]), ("absent", True, None))

    def test_a_killed_helper_leaves_it_to_the_next(self):
        self.running("web")
        kill_helper()
        self.assertTrue(reached("web"))
        taperctl("kill", "web")
        kill_helper()  # before it has tidied up
        self.nothing_is_left()

    def test_what_is_refused(self):
        subprocess.run(["ip", "link", "add", "br9", "type", "bridge"], check=True)
        self.addCleanup(subprocess.run, ["ip", "link", "del", "br9"])
        for name in ("br9", "nothing", "lo"):
            self.refused("network.unknown", "network", "set", name, "nat=off")
        self.assertNotEqual(attempt("network", "set", "taper0", "nat=maybe").status, 0)
        self.assertIsNone({n["name"]: n for n in taperctl("network", "list", "--json").json}["br9"]["nat"])
        self.nothing_is_left()  # of the tests before
        subprocess.run(["nft", "add table inet taper"], check=True)  # somebody else's
        self.addCleanup(subprocess.run, ["nft", "delete table inet taper"])
        self.create("web")
        self.refused("network.setup_failed", "start", "web")
        self.assertEqual(forwarding(), "0")

    def test_another_firewall_is_named(self):
        subprocess.run(["nft", "-f", "-"], check=True, text=True, input="table ip filter {\n chain DOCKER-USER {\n }\n chain FORWARD {\n"
                       " type filter hook forward priority 0; policy drop;\n }\n}\n")
        self.addCleanup(subprocess.run, ["nft", "delete table ip filter"])
        checks = {check["id"]: check for check in taperctl("check", "--json").json}
        self.assertEqual(checks["network.firewall"]["state"], "warning")
        self.assertIn("Docker", checks["network.firewall"]["detail"])
        self.assertIn("DOCKER-USER", checks["network.firewall"]["repair"])
        self.assertEqual({checks[c]["state"] for c in ("network.nftables", "network.forwarding", "network.dnsmasq")}, {"ok"})


if __name__ == "__main__":
    main()
