#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: every method as the container's owner, as another user, as one without a session and as root, with
the real polkitd. Runs in: scripts/polkit-bus scripts/sandbox."""
import os
import pathlib
import subprocess
import tempfile

from people import Person, Refused, rules
from taper import STATE_DIR, Terminal, Test, main, show, taperctl, until

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "polkit" / "50-taper.rules.example"
ANA, LUIS, STRANGER = 5, 9, 4001  # games and news have names in every Debian; 4001 has none
# There is no login manager here: what polkit gives to an active session, a rule gives to the two users.
SESSIONS = """polkit.addRule(function (action, subject) {
    if ((action.id == "org.taper.observe" || action.id == "org.taper.use-own") && (subject.user == "games" || subject.user == "news"))
        return polkit.Result.YES;
});
"""
OBSERVING = {"rights.get", "host.check", "host.info", "container.list", "container.show", "container.wait", "image.list", "image.sources",
             "network.list", "topology.get", "metrics.get", "job.list", "journal.list", "subscribe", "unsubscribe"}
# On a container: parameters beside its name. What they ask for is harmless or refused for its own reason.
USING = {"container.start": {}, "container.stop": {"timeoutSec": 3601}, "container.kill": {}, "container.restart": {"timeoutSec": 3601},
         "container.freeze": {}, "container.unfreeze": {},
         "container.rename": {"newName": "other"}, "container.delete": {},
         "container.set": {"limits": {"cpuWeight": 50}}, "container.console": {"rows": 24, "columns": 80},
         "container.exec": {"argv": ["true"], "terminal": {"rows": 24, "columns": 80}}}
ADMINISTRATING = {"container.create": {"name": "new", "image": "none"}, "image.add": {"name": "new", "source": "none"},
                  "image.build": {"name": "new", "distribution": "none", "release": "none"}, "image.delete": {"name": "none"},
                  "network.set": {"name": "none", "nat": False}}
SESSION = {"console.resize", "exec.wait", "exec.signal"}
TICKETS = {"hello", "console.attach", "fd.pass"}
UNAUTHORISED = {"auth.denied", "auth.dismissed", "auth.no_agent", "auth.unavailable"}


def methods():
    """All there are, as the program itself says."""
    return [line[4:] for line in taperctl("--dump-protocol").out.splitlines() if line.startswith("### ") and not line.startswith("### `")]


class Rights(Test):
    @classmethod
    def setUpClass(cls):
        rules(SESSIONS)

    def setUp(self):
        self.people = []

    def tearDown(self):
        for person in self.people:
            person.leave()
        super().tearDown()

    def person(self, uid):
        self.people.append(Person(uid))
        return self.people[-1]

    def owned(self, name, uid, **more):
        """A container that this user made, with an administrator's password; it runs."""
        with Person(uid) as owner:
            owner.answers("yes")
            owner.job("container.create", name=name, image="busybox", start=True, **more)
        self.assertEqual(show(name)["owner"], uid)

    def untouched(self, name, before):
        now = show(name)
        for field in ("state", "pid", "limits", "owner", "startedAt"):
            self.assertEqual(now.get(field), before.get(field), field)

    # --- every method ----------------------------------------------------------------------------------------------

    def test_every_method_is_covered_here(self):
        known = OBSERVING | USING.keys() | ADMINISTRATING.keys() | SESSION | TICKETS | {"job.cancel"}
        self.assertEqual(set(methods()) - known, set(), "methods without a test of who may use them")
        self.assertEqual(known - set(methods()), set())

    def test_observing(self):
        self.owned("hers", ANA)
        self.owned("stopped", ANA)
        taperctl("kill", "stopped")
        ana, stranger = self.person(ANA), self.person(STRANGER)
        for method in OBSERVING:
            params = {"name": "stopped"} if method in ("container.show", "container.wait") else {"topics": []} if "subscribe" in method else {}
            with self.subTest(method):
                self.assertNotIn(ana.code(method, **params), UNAUTHORISED)
                self.assertEqual(stranger.code(method, **params), "auth.no_agent")

    def test_using_ones_own_and_others(self):
        self.owned("hers", ANA)
        for method, params in USING.items():
            before = show("hers")
            with self.subTest(method), Person(LUIS) as luis, Person(STRANGER) as stranger:
                self.assertEqual(luis.code(method, name="hers", **params), "auth.no_agent")
                self.assertEqual(stranger.code(method, name="hers", **params), "auth.no_agent")
                for answer, code in (("no", "auth.denied"), ("cancel", "auth.dismissed")):
                    agent = luis.answers(answer)
                    self.assertEqual(luis.code(method, name="hers", **params), code)
                    self.assertEqual([action for action, _ in agent.questions], ["org.taper.use-any"])
                self.untouched("hers", before)
        for method, params in USING.items():
            with self.subTest(method), Person(ANA) as ana:
                agent = ana.answers("never")
                self.assertNotIn(ana.code(method, name="hers", **params), UNAUTHORISED)
                self.assertEqual(agent.questions, [])
            until("it is at rest", lambda: show("hers")["state"] in ("RUNNING", "STOPPED", "FROZEN"))
            if show("hers")["state"] == "STOPPED":
                taperctl("start", "hers")

    def test_what_only_an_administrator_may(self):
        for method, params in ADMINISTRATING.items():
            for answer, code in ((None, "auth.no_agent"), ("no", "auth.denied"), ("cancel", "auth.dismissed")):
                with self.subTest(method, answer=answer), Person(ANA) as ana:
                    agent = ana.answers(answer) if answer else None
                    self.assertEqual(ana.code(method, **params), code)
                    if agent:
                        self.assertEqual(len(agent.questions), 1)
                        self.assertIn(f"'{params['name']}'", agent.questions[0][1])
            with self.subTest(method, answer="yes"), Person(ANA) as ana:
                agent = ana.answers("yes")
                self.assertNotIn(ana.code(method, **params), UNAUTHORISED)
                self.assertEqual(len(agent.questions), 1)
                self.assertNotIn(ana.code(method, **params), UNAUTHORISED)  # granted for a while
                self.assertEqual(len(agent.questions), 1)
        self.assertEqual(taperctl("list", "--json").json, [])

    def test_consoles_and_programs_belong_to_who_opened_them(self):
        self.owned("hers", ANA)
        ana, luis = self.person(ANA), self.person(LUIS)
        luis.answers("yes")
        console = ana.call("container.console", name="hers", rows=24, columns=80)
        program = ana.call("container.exec", name="hers", argv=["sleep", "60"], terminal={"rows": 24, "columns": 80})
        for person, code in ((ana, "ok"), (luis, "exec.unknown")):
            self.assertEqual(person.code("console.resize", console=console["console"], rows=30, columns=90), code)
            self.assertEqual(person.code("console.resize", console=program["exec"], rows=30, columns=90), code)
            self.assertEqual(person.code("exec.signal", exec=program["exec"], signal=15), code)
        self.assertEqual(luis.code("exec.wait", exec=program["exec"]), "exec.unknown")
        self.assertFalse(ana.has_answer(ana.begin("exec.wait", exec=program["exec"])))
        for ticket in (console["ticket"], program["stdioTicket"]):
            with_ticket = Person(LUIS, hello=False)
            self.people.append(with_ticket)
            self.assertEqual(with_ticket.code("console.attach", ticket=ticket), "ticket.invalid")
        # Permission for somebody else's container is not permission for their open console.
        mine = luis.call("container.console", name="hers", rows=24, columns=80)
        self.assertEqual(luis.code("console.resize", console=mine["console"], rows=30, columns=90), "ok")
        self.assertEqual(luis.code("console.resize", console=console["console"], rows=30, columns=90), "exec.unknown")

    def test_jobs_are_cancelled_by_who_began_them(self):
        ana, luis = self.person(ANA), self.person(LUIS)
        ana.answers("yes")
        job = ana.call("image.add", name="waits", source="archive")
        with_ticket = Person(LUIS, hello=False)
        self.people.append(with_ticket)
        self.assertEqual(with_ticket.code("fd.pass", ticket=job["ticket"]), "ticket.invalid")
        agent = luis.answers("yes")
        self.assertEqual(luis.code("job.cancel", job=job["job"]), "auth.denied")
        self.assertEqual(luis.code("job.cancel", job=987654), "job.unknown")
        self.assertEqual(agent.questions, [])
        self.assertEqual(ana.code("job.cancel", job=job["job"]), "ok")

    def test_root_is_never_asked(self):
        self.owned("hers", ANA)
        root = self.person(0)
        self.assertEqual(root.rights["rights"], "root")
        for method, params in {**ADMINISTRATING, **{name: {"name": "hers", **more} for name, more in USING.items()}}.items():
            with self.subTest(method):
                self.assertNotIn(root.code(method, **params), UNAUTHORISED)

    # --- questions ---------------------------------------------------------------------------------------------------

    def test_the_prompt_names_container_deed_and_owner(self):
        self.owned("web", ANA)
        for locale, wanted in (("C", "Authentication is needed to stop container 'web', which belongs to games"),
                               ("es_ES.UTF-8", "Hace falta autenticarse para detener el contenedor «web», que pertenece a games")):
            with self.subTest(locale), Person(LUIS) as luis:
                agent = luis.answers("cancel", locale)
                self.assertEqual(luis.code("container.stop", name="web"), "auth.dismissed")
                self.assertEqual(agent.questions, [("org.taper.use-any", wanted)])

    def test_a_grant_is_for_one_container_and_dies_with_the_connection(self):
        self.owned("a", ANA)
        self.owned("b", ANA)
        luis = self.person(LUIS)
        agent = luis.answers("yes")
        luis.call("container.set", name="a", limits={"cpuWeight": 50})
        luis.call("container.set", name="a", limits={"cpuWeight": 60})
        self.assertEqual(len(agent.questions), 1)
        luis.call("container.set", name="b", limits={"cpuWeight": 70})
        self.assertEqual(len(agent.questions), 2)
        luis.no_agent()
        self.assertEqual(luis.code("container.set", name="a", limits={"cpuWeight": 80}), "ok")
        self.assertEqual(self.person(LUIS).code("container.set", name="a", limits={"cpuWeight": 90}), "auth.no_agent")
        self.assertEqual([show(name)["limits"]["cpuWeight"] for name in "ab"], [80, 70])

    def test_while_one_is_asked_others_are_served(self):
        self.owned("hers", ANA)
        luis, ana = self.person(LUIS), self.person(ANA)
        agent = luis.answers("never")
        waiting = luis.begin("container.kill", name="hers")
        until("the prompt is open", lambda: agent.questions)
        self.assertEqual(luis.code("container.list"), "ok")
        self.assertEqual(ana.code("container.set", name="hers", limits={"cpuWeight": 50}), "ok")
        self.assertFalse(luis.has_answer(waiting))
        self.assertEqual(show("hers")["state"], "RUNNING")

    def test_the_same_question_is_asked_once(self):
        self.owned("hers", ANA)
        luis = self.person(LUIS)
        agent = luis.answers("never")
        first, second = (luis.begin("container.set", name="hers", limits={"cpuWeight": weight}) for weight in (50, 60))
        until("the prompt is open", lambda: agent.questions)
        self.assertEqual(luis.code("container.list"), "ok")
        luis.no_agent()  # a desktop that ends answers no question
        for number in (first, second):
            with self.assertRaises(Refused) as refused:
                luis.answer(number)
            self.assertEqual(refused.exception.code, "auth.denied")
        self.assertEqual(len(agent.questions), 1)
        self.assertIsNone(show("hers")["limits"]["cpuWeight"])

    def test_who_leaves_while_asked_has_done_nothing(self):
        self.owned("hers", ANA)
        before = show("hers")
        luis = self.person(LUIS)
        agent = luis.answers("never")
        luis.begin("container.delete", name="hers", force=True)
        until("the prompt is open", lambda: agent.questions)
        luis.process.kill()
        until("the prompt is taken back", lambda: agent.cancelled)
        self.untouched("hers", before)

    def test_another_container_of_the_same_name_is_another_question(self):
        self.owned("web", ANA)
        luis = self.person(LUIS)
        agent = luis.answers("never")
        number = luis.begin("container.delete", name="web", force=True)
        until("the prompt is open", lambda: agent.questions)
        taperctl("delete", "web", "--force")
        self.create("web", "--start")  # root's, by now
        agent.say_yes()
        with self.assertRaises(Refused) as refused:
            luis.answer(number)
        self.assertEqual(refused.exception.code, "container.unknown")
        self.assertEqual((show("web")["state"], show("web")["owner"]), ("RUNNING", 0))

    def test_prompts_are_few_and_the_journal_cannot_be_filled(self):
        for name in ("a", "b", "c", "d", "e"):
            self.create(name)
        with Person(LUIS) as luis:
            agent = luis.answers("never")
            numbers = [luis.begin("container.start", name=name) for name in ("a", "b", "c", "d", "e")]
            until("one is refused", lambda: any(luis.has_answer(number) for number in numbers))
            self.assertEqual([luis.has_answer(number) for number in numbers].count(True), 1)
            self.assertEqual(luis.code("container.list"), "ok")
            self.assertLessEqual(len(agent.questions), 4)
        rules(SESSIONS + 'polkit.addRule(function (action) { if (action.id == "org.taper.create") return polkit.Result.NO; });')
        try:
            luis = self.person(LUIS)
            for _ in range(50):
                self.assertEqual(luis.code("container.create", name="new", image="busybox"), "auth.denied")
        finally:
            rules(SESSIONS)
        entries = [entry for entry in taperctl("journal", "--json", "--limit", "1000").json if entry["uid"] == LUIS and entry["outcome"].startswith("auth.")]
        self.assertTrue(entries)
        self.assertLessEqual(len(entries), 10)

    def test_names_cannot_bend_a_prompt(self):
        ana = self.person(ANA)
        agent = ana.answers("yes")
        for name in ("x', which is yours. Give 'y", "a\nb", "$(owner)", "<b>x</b>"):
            self.assertEqual(ana.code("container.create", name=name, image="busybox"), "name.invalid")
            self.assertEqual(ana.code("image.delete", name=name), "name.invalid")
            self.assertEqual(ana.code("network.set", name=name, nat=True), "network.unknown")
        self.assertEqual(agent.questions, [])

    def test_what_rights_get_says(self):
        self.assertEqual(self.person(0).call("rights.get")["actions"], dict.fromkeys(["observe", "use-own", "use-any", "create", "image", "network"], "yes"))
        ana = self.person(ANA)
        self.assertEqual(ana.rights["rights"], "polkit")
        said = ana.call("rights.get")
        self.assertEqual(said["actions"], {"observe": "yes", "use-own": "yes", "use-any": "ask", "create": "ask", "image": "ask", "network": "ask"})
        self.assertTrue(said["reason"])
        agent = ana.answers("yes")
        ana.code("image.delete", name="none")
        self.assertEqual(ana.call("rights.get")["actions"]["image"], "yes")
        self.assertEqual(len(agent.questions), 1)

    def test_uids_that_polkit_cannot_know(self):
        self.assertEqual(self.person(3_000_000_000).code("container.list"), "auth.denied")

    def test_the_group_of_the_example(self):
        text = EXAMPLE.read_text()
        rules(text.replace('"taper"', '"news"'))
        try:
            luis = self.person(LUIS)  # the group news is its own
            self.assertEqual(set(luis.call("rights.get")["actions"].values()), {"yes"})
            self.assertEqual(self.person(ANA).code("container.list"), "auth.no_agent")
        finally:
            rules(SESSIONS)

    def test_taperctl_ends_with_3_and_says_what_to_do(self):
        self.owned("hers", ANA)
        done = subprocess.run(["taperctl", "stop", "hers"], user=LUIS, group=LUIS, extra_groups=[], capture_output=True, text=True, cwd="/",
                              stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertRegex(done.stderr, r"^taperctl: [^\n]*password is needed[^\n]*\n$")
        self.assertEqual(show("hers")["state"], "RUNNING")
        own = subprocess.run(["taperctl", "stop", "hers"], user=ANA, group=ANA, extra_groups=[], capture_output=True, text=True, cwd="/")
        self.assertEqual((own.returncode, own.stderr), (0, ""))

    # --- polkit's own agent on a terminal ------------------------------------------------------------------------------

    def on_terminal(self, *command, root_password="secret"):
        """taperctl as LUIS on a terminal; root's password is what is asked for there, because the terminal has an
        /etc/shadow and a /run of its own (pkttyagent's helper is setuid and goes to the bus of /run/dbus alone)."""
        folder = tempfile.mkdtemp(dir=STATE_DIR.parent)
        shadow = pathlib.Path(folder, "shadow")
        hashed = subprocess.run(["perl", "-e", "print crypt($ARGV[0], '$6$saltsalt$')", root_password], capture_output=True, text=True).stdout
        shadow.write_text(f"root:{hashed}:19000:0:99999:7:::\n")
        bus = os.environ["DBUS_SYSTEM_BUS_ADDRESS"].partition("path=")[2].partition(",")[0]
        setup = ('mount --bind "$1" /etc/shadow && mount -t tmpfs tmpfs /run && mkdir /run/dbus && ln -s "$2" /run/dbus/system_bus_socket || exit; '
                 f'shift 2; exec setpriv --reuid {LUIS} --regid {LUIS} --clear-groups -- "$@"')
        terminal = Terminal("--mount", "--propagation", "private", "sh", "-c", setup, "sh", str(shadow), bus, "taperctl", *command,
                            program="unshare")
        self.addCleanup(terminal.close)
        return terminal

    def test_the_text_agent_asks_on_a_terminal(self):
        self.owned("hers", ANA)
        for password, status, end in (("wrong", 3, "password was wrong"), ("secret", 0, "AUTHENTICATION COMPLETE")):
            with self.subTest(password):
                terminal = self.on_terminal("kill", "hers")
                terminal.expect("Authentication is needed to kill container 'hers', which belongs to games")
                terminal.expect("Password:")
                self.assertEqual(show("hers")["state"], "RUNNING")
                terminal.type_secretly(f"{password}\n")
                terminal.expect(end)
                self.assertEqual(terminal.end(), status)
        until("it is killed", lambda: show("hers")["state"] == "STOPPED")

    def test_ctrl_c_at_the_prompt(self):
        self.owned("hers", ANA)
        terminal = self.on_terminal("kill", "hers")
        terminal.expect("Password:")
        terminal.type_secretly("\x03")
        self.assertEqual(terminal.end(), 3)
        self.assertEqual(show("hers")["state"], "RUNNING")

    def test_no_ask_password(self):
        self.owned("hers", ANA)
        terminal = self.on_terminal("--no-ask-password", "kill", "hers")
        terminal.expect("no program is here that could ask for it")
        self.assertEqual(terminal.end(), 3)
        self.assertEqual(show("hers")["state"], "RUNNING")


if __name__ == "__main__":
    main()
