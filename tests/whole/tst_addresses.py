#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses and MACs by choice: kept, the same by DHCP, nobody else's. Runs in: scripts/sandbox."""
import os
import subprocess

from taper import Test, inside, main, show, taperctl, until


def address_of(name):
    return show(name)["addresses"][0]["address"]


class Addresses(Test):
    def setUp(self):
        until("the bridge of the test before has gone", lambda: not os.path.exists("/sys/class/net/taper0"))

    def test_what_is_asked_for_is_inside_and_stays(self):
        container = self.running("web", "--address", "10.83.0.77", "--mac", "02:00:00:00:00:7A")
        self.assertEqual((container["addresses"][0]["address"], container["mac"]), ("10.83.0.77", "02:00:00:00:00:7a"))
        self.assertEqual((container["addressFixed"], container["macFixed"]), (True, True))
        seen = inside("web", "ip", "addr", "show", "eth0")
        self.assertIn("inet 10.83.0.77/20", seen)
        self.assertIn("link/ether 02:00:00:00:00:7a", seen)
        # What the guest's own DHCP client is offered.
        self.assertIn("lease of 10.83.0.77 obtained",
                      taperctl("exec", "web", "--", "sh", "-c", "udhcpc -f -q -n -i eth0 -s /bin/true 2>&1").out)
        self.running("db")
        self.assertIn("10.83.0.77", inside("db", "nslookup", "web"))

    def test_it_is_changed_while_stopped(self):
        self.running("web")
        self.refused("container.wrong_state", "set", "web", "address=10.83.0.50")
        self.refused("container.wrong_state", "set", "web", "mac=auto")
        taperctl("kill", "web")
        taperctl("set", "web", "address=10.83.0.50", "mac=02:00:00:00:00:01", "memory=64M")
        taperctl("start", "web")
        self.assertIn("inet 10.83.0.50/20", inside("web", "ip", "addr", "show", "eth0"))
        taperctl("kill", "web")
        container = taperctl("set", "web", "address=auto", "mac=auto", "--json").json
        self.assertEqual((container["addressFixed"], container["macFixed"]), (False, False))
        self.assertNotEqual(container["mac"], "02:00:00:00:00:01")

    def test_what_is_refused_changes_nothing(self):
        self.create("db", "--address", "10.83.0.60", "--mac", "02:00:00:00:00:60")
        self.create("web")
        before = show("web")
        for code, setting in (("request.invalid", "address=10.83.0.1"), ("request.invalid", "address=10.83.0.0"),
                              ("request.invalid", "address=10.83.15.255"), ("request.invalid", "address=8.8.8.8"),
                              ("request.invalid", "address=web"), ("network.address_taken", "address=10.83.0.60"),
                              ("request.invalid", "mac=01:00:00:00:00:01"), ("request.invalid", "mac=02"),
                              ("network.address_taken", "mac=02:00:00:00:00:60"),
                              ("network.address_taken", "mac=02:74:61:70:65:72")):
            with self.subTest(setting):
                outcome = self.refused(code, "set", "web", setting)
                if code == "network.address_taken" and "60" in setting:
                    self.assertIn("db", outcome.error["message"])
        # All or none: the good half of a bad request is not done.
        self.refused("network.address_taken", "set", "web", "memory=64M", "address=10.83.0.60")
        self.refused("request.invalid", "set", "web", "memory=1", "address=10.83.0.61")
        after = show("web")
        self.assertEqual([after[field] for field in ("addresses", "mac", "limits")], [before[field] for field in ("addresses", "mac", "limits")])
        self.refused("network.address_taken", "create", "third", "--image", "busybox", "--address", "10.83.0.60")
        self.refused("request.invalid", "create", "third", "--image", "busybox", "--network", "none", "--address", "10.83.0.9")

    def test_a_network_that_came_meanwhile(self):
        self.create("fixed", "--address", "10.83.0.70")
        self.create("free")
        self.running("other")
        taperctl("kill", "other")
        until("the bridge has gone", lambda: not os.path.exists("/sys/class/net/taper0"))
        subprocess.run(["ip", "link", "add", "br9", "type", "bridge"], check=True)
        self.addCleanup(subprocess.run, ["ip", "link", "del", "br9"])
        subprocess.run(["ip", "addr", "add", "10.83.5.1/20", "dev", "br9"], check=True)
        outcome = self.refused("network.no_address", "start", "fixed")
        self.assertIn("address=auto", outcome.error.get("hint", "") + outcome.error["message"])
        self.assertEqual(address_of("fixed"), "10.83.0.70")
        taperctl("start", "free")  # its address was only chosen: it gets another one
        self.assertNotIn(address_of("free"), ("10.83.0.2", "10.83.0.3"))
        self.assertIn(f"inet {address_of('free')}/20", inside("free", "ip", "addr", "show", "eth0"))
        taperctl("set", "fixed", "address=auto")
        taperctl("start", "fixed")


if __name__ == "__main__":
    main()
