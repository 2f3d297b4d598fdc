"""What the window's tests are made of: the real program, seen through the accessibility tree and driven by its actions and by keys.
Scripts that use it are called as

    SCRIPT PROGRAM       wants a display (xvfb-run gives one); makes a session bus of its own

and print TAP. Nothing waits for a time where it can wait for what it expects.
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

PATIENCE = 60.0  # seconds: sanitizers on a busy machine are slow
number = 0


def ok(good, what, note=""):
    global number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} - {what}", flush=True)
    if not good:
        print("\n".join("# " + line for line in str(note).splitlines()), flush=True)
    return good


def until(condition, patience=PATIENCE):
    """The first true value of condition(), or its last one when patience is at its end."""
    end = time.monotonic() + patience
    while True:
        try:
            value = condition()
        except Exception:  # a widget went away while it was looked at
            value = None
        if value or time.monotonic() > end:
            return value
        time.sleep(0.05)


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def find_all(node, role, name):
    """All below node of that role whose name is, or matches, name."""
    if node.get_role_name() == role and re.fullmatch(name, node.get_name() or ""):
        yield node
    for child in children(node):
        yield from find_all(child, role, name)


def find(node, role, name):
    return next(find_all(node, role, name), None)


class Window:
    def __init__(self, program, *arguments, home=None):
        # A home of its own: what another run of the program remembered must not matter. Else a folder that is to be its home.
        self.home = None if home else tempfile.TemporaryDirectory()
        home = home or self.home.name
        environment = dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, ISOTHERM_STORE=os.path.join(home, "store"))
        # Leaks are looked for in the tests of widgets, where whole stacks tell those of libraries apart.
        if "ASAN_OPTIONS" in environment:
            environment["ASAN_OPTIONS"] += ":detect_leaks=0"
        self.process = subprocess.Popen([program, *arguments], env=environment)
        self.frame = until(self.look)
        self.known = {}

    def look(self):
        desktop = Atspi.get_desktop(0)
        for application in children(desktop):
            if application.get_process_id() == self.process.pid:
                return find(application, "frame", ".*Isotherm")
        return None

    def widget(self, role, name):
        """Walking the whole tree takes half a second: each widget is looked for once."""
        if (role, name) not in self.known:
            self.known[role, name] = until(lambda: find(self.frame, role, name))
        return self.known[role, name]

    def press(self, name):
        button = find(self.frame, "push button", name)   # Start and Pause are one button
        return button is not None and Atspi.Action.do_action(button, 0)

    def slide(self, name, value):
        return Atspi.Value.set_current_value(self.widget("slider", name), value)

    def typed(self, name):
        entry = self.widget("text", name)
        return Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry))

    def words(self):
        state = self.widget("panel", "State of the run")
        return " | ".join(label.get_name() for label in find_all(state, "label", ".*"))

    def step(self):
        found = re.search(r"step ([\d\u2009\u202f ]+)", self.words())
        return int(re.sub(r"\D", "", found.group(1))) if found else 0

    def says(self, pattern, patience=PATIENCE):
        return until(lambda: re.search(pattern, self.words()), patience)

    def windows(self, title):
        search = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", title]
        return subprocess.run(search, capture_output=True, text=True).stdout.split()

    def xdotool(self, *words, title="Isotherm"):
        """Real input; without a window manager the focus has to be given first."""
        def focused():
            # A tooltip or a menu is a window too, and may be gone by now.
            found = self.windows(title)[-1]
            return subprocess.run(["xdotool", "windowfocus", "--sync", found]).returncode == 0 and found
        found = until(focused)
        subprocess.run(["xdotool", *(found if word == "WINDOW" else word for word in words)], check=True)

    def key(self, keys):
        self.xdotool("key", keys)

    def choose(self, keys, title, path):
        """Types a path into the file chooser that keys open. The accessibility tree is left alone meanwhile: to ask for a window that
        closes crashes GTK 4.8."""
        self.key(keys)
        until(lambda: self.windows(title))
        time.sleep(1.0)   # its widgets come one after the other
        self.xdotool("key", "ctrl+a", title=title)
        self.xdotool("type", path, title=title)
        time.sleep(0.5)
        self.xdotool("key", "Return", title=title)
        until(lambda: not self.windows(title))
        time.sleep(1.5)

    def click(self, widget):
        place = Atspi.Component.get_extents(widget, Atspi.CoordType.WINDOW)
        self.xdotool("mousemove", "--window", "WINDOW", str(place.x + place.width // 2), str(place.y + place.height // 2), "click", "1")


def closed(window):
    window.key("ctrl+q")
    try:
        status = window.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        status = None
    ok(status == 0, "Ctrl+Q ends the program cleanly", f"status {status}")


def begin_on_own_bus():
    """Once more on a new session bus, whose servants' chatter must not come between the lines of TAP."""
    report = os.dup(1)
    environment = dict(os.environ, ISOTHERM_TEST_REPORT=str(report))
    command = ["dbus-run-session", "--", sys.executable, *sys.argv]
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, pass_fds=[report]).returncode


def drive(arguments, parts, kind=Window):
    window = kind(sys.argv[1], *arguments)
    try:
        for part in parts:
            part(window)
    except Exception as problem:
        ok(False, "the window answers", f"{problem!r}; the program ended with {window.process.poll()}")
    finally:
        if window.process.poll() is None:
            window.process.send_signal(signal.SIGKILL)


def run_tests(tests):
    """Calls tests() on a bus of its own and ends the output."""
    if "ISOTHERM_TEST_REPORT" not in os.environ:
        sys.exit(begin_on_own_bus())
    sys.stdout = os.fdopen(int(os.environ["ISOTHERM_TEST_REPORT"]), "w")
    tests()
    print(f"1..{number}", flush=True)
