#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a window as a person does: finds things by the names that a screen reader would say, never by coordinates.

A module for scripts/walk-window and tests/whole/tst_window.py. As a program: `drive_window.py tree` prints what can
be seen, `drive_window.py click NAME` and so on do one thing. Runs in: scripts/headless-desktop.
"""
import os
import pathlib
import re
import subprocess
import sys
import time
import warnings
import xml.etree.ElementTree

import gi

warnings.simplefilter("ignore", DeprecationWarning)
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get("TAPER_TEST_PATIENCE", "1")) * 15
TABLES = ("table", "tree table", "tree")
VANISHED = (GLib.Error, AttributeError, TypeError)  # a thing that goes away while one looks at it


_words = {}  # English name -> what it is called in the language that is spoken


def plain(text):
    """Without the mark of a letter to press (&File)."""
    return re.sub("&(.)", r"\1", text or "")


def speak(language):
    """From now on things are asked for by their English names and found by those of this language ("es")."""
    _words.clear()
    if language == "en":
        return
    file = pathlib.Path(__file__).resolve().parent.parent / "translations" / f"taper_{language}.ts"
    for message in xml.etree.ElementTree.parse(file).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and translation.text.strip():
            _words.setdefault(plain(message.findtext("source")), set()).add(plain(translation.text))


def words(name):
    """What a thing of this English name may be called now. What is in no dictionary (web, taper0) is called as it is."""
    return _words.get(name, {name})


class NotThere(AssertionError):
    """Nothing that can be seen bears the name."""


def input_event(*arguments):
    subprocess.run(["xdotool", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


class Thing:
    """A node of the accessibility tree."""

    def __init__(self, node):
        self.node = node
        self.role = node.get_role_name()
        self.name = node.get_name() or ""

    def states(self):
        return {state.value_nick for state in self.node.get_state_set().get_states()}

    def children(self):
        found = (self.node.get_child_at_index(i) for i in range(self.node.get_child_count()))
        return [Thing(node) for node in found if node]

    def below(self, depth=0):
        """What can be seen, itself first; the cells of tables are asked for through rows()."""
        yield self, depth
        if self.role not in TABLES:
            for child in self.children():
                if depth == 0 or "showing" in child.states():
                    yield from child.below(depth + 1)

    def box(self):
        extents = self.node.get_extents(Atspi.CoordType.SCREEN)
        return extents.x, extents.y, extents.width, extents.height

    def enabled(self):
        return "sensitive" in self.states()

    def label_names(self):
        """Qt names a combo box by its choice; the label beside it keeps the name."""
        relations = [r for r in self.node.get_relation_set() if r.get_relation_type() == Atspi.RelationType.LABELLED_BY]
        return [r.get_target(i).get_name() for r in relations for i in range(r.get_n_targets())]

    def is_called(self, name, role):
        if role and self.role != role:
            return False
        called = words(name)
        return self.name in called or (self.role == "combo box" and any(plain(label) in called for label in self.label_names()))

    def text(self):
        interfaces = self.node.get_interfaces()
        if "Text" in interfaces:
            return Atspi.Text.get_text(self.node, 0, Atspi.Text.get_character_count(self.node))
        return f"{self.value():g}" if "Value" in interfaces else self.name

    def value(self):
        return Atspi.Value.get_current_value(self.node)

    def click(self, button=1, times=1):
        x, y, width, height = self.box()
        input_event("mousemove", x + width // 2, y + height // 2, "click", "--repeat", times, "--delay", 60, button)

    def press(self):
        """Its own action: also for what a click would not reach."""
        for i in range(Atspi.Action.get_n_actions(self.node)):
            if Atspi.Action.get_action_name(self.node, i) in ("Press", "Toggle", "ShowMenu"):
                return Atspi.Action.do_action(self.node, i)
        raise NotThere(f"{self.name} cannot be pressed")

    def rows(self):
        """The texts of all cells of a table, row by row. A tree's rows are those that are unfolded."""
        columns, rows = Atspi.Table.get_n_columns(self.node), Atspi.Table.get_n_rows(self.node)
        return [[Thing(Atspi.Table.get_accessible_at(self.node, row, column)).name for column in range(columns)] for row in range(rows)]

    def cell(self, text):
        columns, rows = Atspi.Table.get_n_columns(self.node), Atspi.Table.get_n_rows(self.node)
        for index in range(rows * columns):
            cell = Thing(Atspi.Table.get_accessible_at(self.node, index // columns, index % columns))
            if cell.name == text:
                return cell
        raise NotThere(f"no cell of {self.name} reads {text!r}: {self.rows()}")


def things():
    """All that can be seen of all programs on this desktop."""
    for program in Thing(Atspi.get_desktop(0)).children():
        for thing, _ in program.below():
            yield thing


def look(name, role=None):
    """All that bear the name now, labels last."""
    try:
        return sorted((t for t in things() if t.is_called(name, role)), key=lambda t: t.role == "label")
    except VANISHED:
        return []


def find(name, role=None, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not (found := look(name, role)):
        if time.monotonic() > deadline:
            raise NotThere(f"nothing that can be seen is called {name!r}{f' ({role})' if role else ''}:\n{tree()}")
        time.sleep(0.05)
    return found[0]


def until(what, condition, patience=PATIENCE):
    """Waits for condition() and gives its value; things that vanish meanwhile count as not yet."""
    deadline = time.monotonic() + patience
    while True:
        try:
            if value := condition():
                return value
        except (*VANISHED, NotThere):
            pass
        if time.monotonic() > deadline:
            raise NotThere(f"in vain waited until {what}:\n{tree()}")
        time.sleep(0.05)


def gone(name, role=None, patience=PATIENCE):
    until(f"{name!r} is gone", lambda: not look(name, role), patience)


def click(name, role=None):
    """Clicks it once it can be clicked."""
    until(f"{name!r} is enabled", lambda: find(name, role, 0).enabled())
    find(name, role).click()


def write(name, text):
    """Replaces the text of a line edit by hand."""
    find(name).click()
    input_event("key", "ctrl+a")
    type_text(text)


def type_text(text):
    input_event("type", "--delay", 12, "--", text)


def key(*keys):
    input_event("key", *keys)


def drag(name, role, start, end):
    """Drags along a thing, from one part of its width (0 to 1) to another, as a hand does."""
    x, y, width, height = find(name, role).box()
    input_event("mousemove", x + int((width - 1) * start), y + height // 2, "mousedown", 1)
    for part in range(1, 21):
        input_event("mousemove", x + int((width - 1) * (start + (end - start) * part / 20)), y + height // 2)
    input_event("mouseup", 1)


def choose(name, text):
    """An entry of a combo box, the first that begins with the text."""
    find(name, "combo box").click()
    entry = until(f"{name} offers {text!r}", lambda: next((t for t in things() if t.role == "list item" and t.name.startswith(text)), None))
    entry.click()
    until(f"{text!r} is chosen", lambda: find(name, "combo box", 0).name.startswith(text))


def menu(*path):
    """Goes through the menu bar: menu("View", "Appearance", "Dark")."""
    for name in path:
        click(name, "menu item")


def set_value(name, value, role=None):
    """Moves a slider or spin box to a value."""
    Atspi.Value.set_current_value(find(name, role).node, float(value))


def picture(file, name=None):
    """The screen, or one thing of it, into a file."""
    crop = []
    if name:
        x, y, width, height = find(name).box()
        crop = ["-crop", f"{width}x{height}+{x}+{y}", "+repage"]
    subprocess.run(["import", "-window", "root", *crop, str(file)], check=True)


def tree():
    """A line for each thing that can be seen."""
    lines = []
    try:
        for program in Thing(Atspi.get_desktop(0)).children():
            for thing, depth in program.below():
                text = thing.text() if depth else ""
                notes = "" if depth == 0 or thing.enabled() else " (disabled)"
                lines.append(f"{'  ' * depth}{thing.role}: {thing.name!r}{f' = {text[:80]!r}' if text != thing.name else ''}{notes}")
                if thing.role in TABLES and "Table" in thing.node.get_interfaces():
                    lines += [f"{'  ' * depth}  | " + " | ".join(row) for row in thing.rows()[:40]]
    except VANISHED as trouble:
        lines.append(f"(changed while it was read: {trouble})")
    return "\n".join(lines)


def main():
    commands = {"tree": lambda: print(tree()), "click": click, "text": lambda name: print(find(name).text()), "type": type_text, "key": key,
                "write": write, "set": set_value, "picture": picture, "wait": find, "gone": gone}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(f"usage: drive_window.py {'|'.join(commands)} [ARGUMENT...]")
    try:
        commands[sys.argv[1]](*sys.argv[2:])
    except NotThere as trouble:
        sys.exit(f"drive_window: {trouble}")


if __name__ == "__main__":
    main()
