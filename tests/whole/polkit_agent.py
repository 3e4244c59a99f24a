#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A polkit agent that answers for the user of one process, without a password. Root only: polkitd believes root who it is.

usage: polkit_agent.py PID yes|no|cancel|never LOCALE
Prints "ready", then "question<TAB>action<TAB>message" for each prompt, and "cancelled" when one is taken back. A line
on standard input is a yes to those that "never" left open.
"""
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

AUTHORITY = ("org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority", "org.freedesktop.PolicyKit1.Authority")
PATH = "/org/taper/TestAgent"
DESCRIPTION = """<node><interface name="org.freedesktop.PolicyKit1.AuthenticationAgent">
<method name="BeginAuthentication">
  <arg type="s" name="action"/><arg type="s" name="message"/><arg type="s" name="icon"/><arg type="a{ss}" name="details"/>
  <arg type="s" name="cookie"/><arg type="a(sa{sv})" name="identities"/>
</method>
<method name="CancelAuthentication"><arg type="s" name="cookie"/></method>
</interface></node>"""


class Agent:
    def __init__(self, pid, answer, locale):
        self.answer, self.open = answer, []
        self.bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)
        self.bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(DESCRIPTION).interfaces[0], self.called, None, None)
        stat = open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace").read()
        status = dict(line.split(":\t", 1) for line in open(f"/proc/{pid}/status", encoding="utf-8") if ":\t" in line)
        subject = ("unix-process", {"pid": GLib.Variant("u", pid), "uid": GLib.Variant("i", int(status["Uid"].split()[0])),
                                    "start-time": GLib.Variant("t", int(stat.rpartition(")")[2].split()[19]))})
        self.authority("RegisterAuthenticationAgent", GLib.Variant("((sa{sv})ss)", (subject, locale, PATH)))

    def authority(self, method, arguments):
        return self.bus.call_sync(*AUTHORITY, method, arguments, None, Gio.DBusCallFlags.NONE, -1)

    def called(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        if method == "CancelAuthentication":
            print("cancelled", flush=True)
            for pending, *_ in self.open:
                pending.return_value(None)
            self.open.clear()
            invocation.return_value(None)
            return
        action, message, _icon, _details, cookie, _identities = arguments.unpack()
        print("question", action, message, sep="\t", flush=True)
        if self.answer == "never":
            self.open.append((invocation, cookie, arguments))
            return
        if self.answer == "cancel":
            invocation.return_dbus_error("org.freedesktop.PolicyKit1.Error.Cancelled", "closed")
            return
        if self.answer == "yes":
            self.agree(cookie, arguments)
        invocation.return_value(None)

    def agree(self, cookie, arguments):
        first = arguments.get_child_value(5).get_child_value(0)
        self.authority("AuthenticationAgentResponse2", GLib.Variant.new_tuple(GLib.Variant("u", 0), GLib.Variant("s", cookie), first))

    def told(self, *_):
        """A line on standard input: the prompts that are open are answered with yes."""
        sys.stdin.readline()
        for invocation, cookie, arguments in self.open:
            self.agree(cookie, arguments)
            invocation.return_value(None)
        self.open.clear()
        return True


agent = Agent(int(sys.argv[1]), sys.argv[2], sys.argv[3])
print("ready", flush=True)
GLib.io_add_watch(0, GLib.IO_IN, agent.told)
GLib.MainLoop().run()
