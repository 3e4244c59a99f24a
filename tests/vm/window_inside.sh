#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# In the test machine, in a user's session: the installed window on a virtual display; ends with 0 when it lists a
# container. The screen stays in /tmp/taper-screen. Arguments: the shared directory, the container's name.
set -euo pipefail
share=$1 name=$2
export QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 TAPER_TEST_PATIENCE=10
unset WAYLAND_DISPLAY
rm -rf /tmp/taper-screen
mkdir /tmp/taper-screen
mkfifo /tmp/taper-screen/display
Xvfb -displayfd 3 -screen 0 1280x800x24 -fbdir /tmp/taper-screen -nolisten tcp -noreset 3>/tmp/taper-screen/display >/tmp/taper-screen/log 2>&1 &
server=$!
read -r number </tmp/taper-screen/display
export DISPLAY=:$number
dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress >/dev/null
taper >/tmp/taper-screen/window.log 2>&1 &
window=$!
# Also when the time is over: nothing of it may outlive the session.
trap 'kill "$window" "$server" 2>/dev/null; wait' EXIT
trap 'exit 143' TERM
status=0
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$share python3 - "$name" <<'END' || status=$?
import sys
import drive_window as window
name = sys.argv[1]
window.until(f"{name} is in the overview",
             lambda: any(name in cell for row in window.find("Containers", patience=0).rows() for cell in row))
print(window.find("Containers").rows())
END
cp /tmp/taper-screen/Xvfb_screen0 /tmp/taper-screen/picture # the server takes its own along
((!status)) || cat /tmp/taper-screen/window.log
exit "$status"
