#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong names, broken frames, hostile archives: clear errors, and the helper goes on. Runs in: scripts/sandbox."""
import contextlib
import io
import os
import pathlib
import shutil
import socket
import stat
import struct
import tarfile
import tempfile

from taper import SOCKET, STATE_DIR, Test, attempt, containers, helper_pid, inside, main, taperctl


def entry(name, kind=tarfile.REGTYPE, link="", content=b"", mode=0o755, device=(0, 0)):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size, info.mode = kind, link, len(content), mode
    info.devmajor, info.devminor = device
    return info, content


def root_file_system():
    """The least that is one: a busybox, an init, the directories to mount upon."""
    busybox = pathlib.Path(shutil.which("busybox")).read_bytes()
    directories = [entry(name, tarfile.DIRTYPE) for name in ("bin", "sbin", "dev", "proc", "sys", "tmp", "etc", "run", "root", "var", "usr", "usr/bin")]
    links = [entry(f"bin/{applet}", tarfile.SYMTYPE, "busybox") for applet in ("sh", "echo", "sleep", "cat", "id")]
    return [*directories, entry("bin/busybox", content=busybox), *links, entry("sbin/init", tarfile.SYMTYPE, "/bin/busybox"),
            entry("etc/passwd", content=b"root:x:0:0:root:/root:/bin/sh\n", mode=0o644),
            entry("etc/inittab", content=b"::sysinit:/bin/true\n::respawn:/bin/sleep 1000\n::shutdown:/bin/true\n", mode=0o644)]


class Hostile(Test):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(dir=STATE_DIR.parent)
        self.outside = pathlib.Path(self.folder.name) / "outside"
        self.outside.mkdir()
        self.helper = helper_pid()

    def tearDown(self):
        self.assertEqual(helper_pid(), self.helper, "the helper went on all the time")
        taperctl("list")
        self.assertEqual(list(self.outside.iterdir()), [], "nothing was written outside")
        for image in taperctl("image", "list", "--json").json:
            if image["name"].startswith("t-"):
                for name in image["usedBy"]:
                    attempt("delete", name, "--force")
                taperctl("image", "delete", image["name"])
        super().tearDown()
        self.folder.cleanup()

    def tar(self, *entries, suffix=""):
        path = pathlib.Path(self.folder.name) / f"image.tar{suffix}"
        with tarfile.open(path, f"w:{suffix[1:]}" if suffix else "w") as archive:
            for info, content in entries:
                archive.addfile(info, io.BytesIO(content))
        return path

    def not_an_image(self, *entries):
        outcome = self.refused("image.invalid", "image", "add", self.tar(*root_file_system(), *entries), "--name", "t-bad")
        self.assertEqual(outcome.status, 1)
        self.assertNotIn("t-bad", taperctl("image", "list").out)
        self.assertEqual(list((STATE_DIR / "images").glob("*t-bad*")), [])

    # --- names

    def test_names_that_are_none(self):
        for name in ("../x", "..", ".", "a/b", "a b", "ñ", "x" * 300, "a\nb", "A;reboot", "$(id)", "a\x1b[2J", "1234"):
            outcome = attempt("create", name, "--image", "busybox", "--json")
            self.assertIn(outcome.status, (1, 2), str(outcome))
            self.assertIn(outcome.error["code"], ("name.invalid", "request.invalid"), str(outcome))
            self.assertNotIn("\x1b", outcome.err)
        self.assertIn(attempt("create", "", "--image", "busybox").status, (1, 2))
        self.assertEqual(containers(), {})
        self.assertEqual(list(STATE_DIR.glob("containers/*")), [])

    def test_a_name_that_is_taken(self):
        self.create("a")
        self.assertEqual(self.refused("name.taken", "create", "a", "--image", "busybox").status, 1)

    def test_what_does_not_exist_is_status_4(self):
        self.assertEqual(self.refused("image.unknown", "create", "a", "--image", "nowhere").status, 4)
        self.assertEqual(self.refused("container.unknown", "start", "nobody").status, 4)
        self.assertEqual(self.refused("container.unknown", "show", "nobody").status, 4)
        self.assertEqual(self.refused("image.unknown", "image", "delete", "nowhere").status, 4)
        self.assertEqual(containers(), {})

    def test_usage_is_status_2(self):
        for arguments in ((), ("create",), ("start",), ("dance",), ("exec", "a"), ("create", "a", "--image")):
            self.assertEqual(attempt(*arguments).status, 2, arguments)

    def test_without_a_helper_one_line_says_what_to_do(self):
        outcome = attempt("--socket", "/nonexistent/helper.sock", "list")
        self.assertEqual(outcome.status, 1)
        self.assertEqual(len(outcome.err.strip().splitlines()), 1, outcome.err)

    # --- frames

    def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(20)
        connection.connect(SOCKET)
        return connection

    def ends(self, connection):
        """The helper closes the connection; what it said before."""
        said = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                said += piece
        return said

    def test_a_frame_of_10_megabytes(self):
        with self.connect() as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(struct.pack(">I", 10_000_000) + b"x" * 10_000_000)
            self.ends(connection)

    def test_frames_that_are_none(self):
        hello = b'{"jsonrpc":"2.0","id":1,"method":"hello","params":{"major":1,"minor":0,"client":"test"}}'
        for message in (b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"jsonrpc":"2.0","id":1,"method":"container.list"}', b"[" * 100_000,
                        b'{"jsonrpc":"2.0","id":1,"method":"hello","params":{"major":99,"minor":0,"client":"test"}}'):
            with self.connect() as connection:
                connection.sendall(struct.pack(">I", len(message)) + message)
                self.ends(connection)
        with self.connect() as connection:  # a length, then nothing
            connection.sendall(struct.pack(">I", 1000) + hello[:10])
        with self.connect() as connection:  # byte by byte it is still a frame
            for byte in struct.pack(">I", len(hello)) + hello:
                connection.sendall(bytes([byte]))
            self.assertTrue(connection.recv(4))

    def test_the_wrong_types_in_a_request(self):
        import json
        with self.connect() as connection:
            def ask(method, params):
                text = json.dumps({"jsonrpc": "2.0", "id": 7, "method": method, "params": params}).encode()
                connection.sendall(struct.pack(">I", len(text)) + text)
                length = struct.unpack(">I", connection.recv(4, socket.MSG_WAITALL))[0]
                return json.loads(connection.recv(length, socket.MSG_WAITALL))
            self.assertIn("result", ask("hello", {"major": 1, "minor": 0, "client": "test"}))
            for method, params in (("container.create", {"name": 5, "image": []}), ("container.start", {}),
                                   ("container.set", {"name": "a", "limits": "many"}), ("no.such", {}), ("job.cancel", {"job": "x"}),
                                   ("container.exec", {"name": "a", "argv": "not a list"}), ("container.create", {"name": "../x", "image": "busybox"})):
                self.assertIn("error", ask(method, params), (method, params))

    # --- archives

    def test_a_good_archive_is_accepted_and_starts(self):
        for suffix in ("", ".gz", ".xz"):
            name = f"t-good{suffix.replace('.', '-')}"
            taperctl("image", "add", self.tar(*root_file_system(), suffix=suffix), "--name", name)
            self.running(f"good{suffix.replace('.', '-')}", image=name)
            self.assertEqual(inside(f"good{suffix.replace('.', '-')}", "/bin/id", "-u"), "0\n")

    def test_not_an_archive(self):
        path = pathlib.Path(self.folder.name) / "image.tar"
        for content in (b"", b"no archive at all\n" * 1000, os.urandom(100_000)):
            path.write_bytes(content)
            self.refused("image.invalid", "image", "add", path, "--name", "t-bad")

    def test_an_archive_that_is_cut_off(self):
        for suffix in ("", ".gz", ".xz"):
            whole = self.tar(*root_file_system(), suffix=suffix)
            whole.write_bytes(whole.read_bytes()[:whole.stat().st_size // 2])
            self.refused("image.invalid", "image", "add", whole, "--name", "t-bad")

    def test_an_archive_that_holds_no_root_file_system(self):
        self.refused("image.invalid", "image", "add", self.tar(entry("readme.txt", content=b"hello")), "--name", "t-bad")

    def test_names_that_climb_out(self):
        self.not_an_image(entry("../outside/evil", content=b"evil"))
        self.not_an_image(entry("etc/../../../outside/evil", content=b"evil"))

    def test_absolute_names(self):
        self.not_an_image(entry(f"{self.outside}/evil", content=b"evil"))

    def test_a_file_through_a_link_that_leads_out(self):
        self.not_an_image(entry("lead", tarfile.SYMTYPE, str(self.outside)), entry("lead/evil", content=b"evil"))
        self.not_an_image(entry("lead", tarfile.SYMTYPE, "../../../../../.." + str(self.outside)), entry("lead/evil", content=b"evil"))

    def test_a_hard_link_that_leads_out(self):
        self.not_an_image(entry("shadow", tarfile.LNKTYPE, "../../../../../../etc/shadow"))
        self.not_an_image(entry("shadow", tarfile.LNKTYPE, "/etc/shadow"))
        self.not_an_image(entry("lead", tarfile.SYMTYPE, "/etc"), entry("shadow", tarfile.LNKTYPE, "lead/shadow"))

    def test_device_nodes_do_not_come_in(self):
        # /dev of a root file system has nodes, and nobody needs them: a fresh /dev is mounted over it. Elsewhere they are an attack.
        self.not_an_image(entry("disk", tarfile.BLKTYPE, device=(254, 0)))
        nodes = (entry("dev/null", tarfile.CHRTYPE, device=(1, 3)), entry("dev/sda", tarfile.BLKTYPE, device=(254, 0)))
        if attempt("image", "add", self.tar(*root_file_system(), *nodes), "--name", "t-nodes").status == 0:
            found = [path for path in STATE_DIR.rglob("*") if stat.S_ISBLK(path.lstat().st_mode)]
            self.assertEqual(found, [])

    def test_a_file_that_does_not_exist(self):
        outcome = attempt("image", "add", "/nonexistent.tar", "--name", "t-bad")
        self.assertIn(outcome.status, (1, 2, 4))
        self.assertEqual(len(outcome.err.strip().splitlines()), 1, outcome.err)


if __name__ == "__main__":
    main()
