# SPDX-License-Identifier: GPL-3.0-or-later
# Part of installed.sh: what a user in an active local session may do, with whose password, and what an answer that is none
# leaves behind. The box is root's.
# shellcheck shell=bash

as_user() { session-run user "$@"; }

# ask ANSWER COMMAND...: in the user's session, on a terminal, so that taperctl asks there (pkttyagent). ANSWER: a password,
# or "eof", "interrupt", "leave" (the client is killed while it is asked). Ends with the command's status; 98: never asked.
cat >/tmp/ask.exp <<'END'
set answer [lindex $argv 0]
set timeout 120
spawn -noecho {*}[lrange $argv 1 end]
expect {
    "assword:" {}
    eof { puts "never asked"; exit 98 }
    timeout { puts "neither asked nor ended"; exit 99 }
}
# The agent throws away what was typed before it had switched the echo off.
while {![string match "*-echo *" [exec stty -a < $spawn_out(slave,name)]]} { after 50 }
switch $answer {
    eof { send "\004" }
    interrupt { send "\003" }
    leave { exec kill -KILL [exp_pid] }
    default { send "$answer\r" }
}
expect {
    eof {}
    timeout { puts "does not end"; exit 97 }
}
exit [lindex [wait] 3]
END
chmod 644 /tmp/ask.exp
ask() { as_user expect /tmp/ask.exp "$@"; }

absent() { [[ ! $(state "$1") ]] || { echo "$1 is there"; return 1; }; }
owner() { field "$1" owner; }

# refused TEXT WANTED COMMAND...: ends with WANTED and says TEXT.
refused() {
    local text=$1 wanted=$2 output status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    [[ $status == "$wanted" && $output =~ $text ]] || { printf 'status %s: %s\n' "$status" "$output"; return 1; }
}
create_mine=(taperctl create mine --image busybox)

rights() {
    check 'user: sees all containers' as_user taperctl show box
    check 'user: create without anybody to ask is refused, with a way out' refused 'sudo|terminal|agent|administer' 3 as_user "${create_mine[@]}"
    check 'user: a wrong password is refused' refused 'taperctl: ' 3 ask wrong "${create_mine[@]}"
    check 'user: a dismissed question is refused' refused 'taperctl: ' 3 ask eof "${create_mine[@]}"
    check 'user: nothing happened' absent mine
    ask interrupt "${create_mine[@]}" >/dev/null 2>&1
    check 'user: an interrupted question did nothing' absent mine
    ask leave "${create_mine[@]}" >/dev/null 2>&1
    check 'user: who left while asked has done nothing' absent mine
    check 'the question names the container' refused "container '?mine'?" 0 ask admin "${create_mine[@]}"
    check 'user: an administrator'"'"'s password creates it' equal "$(state mine)" STOPPED
    check 'it is the user'"'"'s' equal "$(owner mine)" "$(id -u user)"
    check 'user: starts his own without being asked' as_user taperctl start mine
    check 'it runs' equal "$(state mine)" RUNNING
    check 'user: another'"'"'s container is not stopped without a password' refused 'taperctl: ' 3 as_user taperctl stop box
    check 'user: nor with a wrong one' refused 'taperctl: ' 3 ask wrong taperctl stop box
    check 'it still runs' equal "$(state box)" RUNNING
    check 'user: with the right one a limit of it is set' ask admin taperctl set box memory=64M
    check 'it is set' equal "$(field box memory)" 67108864
    check 'it is lifted again' taperctl set box memory=none
    check 'user: deletes his own without being asked' as_user taperctl delete --force mine
}

# The window, in the user's session on a display of its own, looked at by the names a screen reader says.
window_shows_the_overview() {
    mkdir -p -m 1777 /tmp/.X11-unix
    session-run user timeout --kill-after=10 240 "$share/window_inside.sh" "$share" box
    local status=$?
    cp /tmp/taper-screen/picture "$share/overview.xwd" 2>/dev/null
    return "$status"
}

rights
check 'user: the window shows the overview' window_shows_the_overview
