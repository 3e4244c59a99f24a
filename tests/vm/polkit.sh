#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Rights in the test machine, with what no sandbox has: a session of logind's, polkit's own defaults, real passwords that
# polkit's text agent asks for. "user" sits at the computer, "admin" administers it. Argument: the shared directory.
set -uo pipefail
share=$1
service=taper-test-polkit
failures=0

report() { # VERDICT NAME [WHY]
    if [[ $1 == pass ]]; then
        printf 'PASS   : polkit::%s\n' "$2"
    else
        printf 'FAIL!  : polkit::%s\n    %s\n' "$2" "${3-}"
        failures=$((failures + 1))
    fi
}

# check NAME STATUS PATTERN COMMAND...: it must end with that status, and what it prints match the pattern.
check() {
    local name=$1 wanted=$2 pattern=$3 output status=0
    shift 3
    output=$("$@" 2>&1) || status=$?
    if [[ $status == "$wanted" && $output =~ $pattern ]]; then report pass "$name"; else report fail "$name" "status $status, not $wanted: $output"; fi
}

at_desk() { session-run user "$@"; }
# on_terminal PASSWORD COMMAND...: a terminal in that session; PASSWORD is typed when one is asked for, ^C is Ctrl-C.
on_terminal() { at_desk expect "$share/answer.exp" "$@"; }
state() { taperctl show "$1" --json 2>/dev/null | tr -d '\n' | sed -nE 's/.*"state": *"([A-Z]*)".*/\1/p'; }
is() { local now; now=$(state "$1"); [[ $now == "$2" ]] || { echo "$1 is \"$now\", should be \"$2\""; return 1; }; }

cp "$share/org.taper.policy" /usr/share/polkit-1/actions/
cat >"/run/systemd/system/$service.service" <<'UNIT'
[Service]
Type=notify
ExecStart=/usr/local/lib/taper/taper-helper --cgroup-base taper-polkit
KillMode=process
TimeoutStartSec=300
UNIT
systemctl daemon-reload
systemctl start "$service" || { report fail 'the helper starts' "$(journalctl -u "$service" -n 20)"; exit 1; }
taperctl create roots --image busybox --start >/dev/null || report fail 'root makes a container'

check 'without a session nothing is seen' 3 'password is needed' setpriv --reuid=user --regid=user --init-groups taperctl list
check 'in the session all is seen' 0 'roots' at_desk taperctl list
check 'creating without anybody to ask' 3 'password is needed' at_desk taperctl create own --image busybox
check 'creating with a wrong password' 3 'password was wrong' on_terminal wrong taperctl create own --image busybox
check 'nothing was made' 4 '' taperctl show own
check 'creating is asked for by name' 0 "create container 'own'" on_terminal admin taperctl create own --image busybox
check 'it belongs to who made it' 0 "\"owner\": *$(id -u user)" taperctl show own --json
check 'starting it is not asked for' 0 '^[^P]*$' at_desk taperctl start own
check 'it runs' 0 '' is own RUNNING
check "another's is asked for" 3 'password is needed' at_desk taperctl stop roots
check "the prompt names deed and owner" 3 "stop container 'roots', which belongs to root" on_terminal wrong taperctl stop roots
check 'Ctrl-C at the prompt' 3 'Password' on_terminal ^C taperctl stop roots
check '--no-ask-password' 3 'password is needed' on_terminal admin taperctl --no-ask-password stop roots
check 'nothing happened to it' 0 '' is roots RUNNING
check 'with the password' 0 '' on_terminal admin taperctl kill roots
check 'it is done' 0 '' is roots STOPPED
check 'refusals are in the journal' 0 'auth.denied' taperctl journal
taperctl delete own --force && taperctl delete roots --force
systemctl stop "$service"
exit "$((failures > 0))"
