#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The installed product in the test machine: the Debian package with its units, polkit, a user's session, restart, removal,
# purge and power-off. Run by scripts/vm-test as the command of a boot of its own, because its end switches the machine off.
# Arguments: the shared directory, in which taper.deb is.
set -uo pipefail
share=$1
suite=installed
export LANG=C.UTF-8 LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
# shellcheck source-path=SCRIPTDIR source=vm_lib.sh
source "$share/vm_lib.sh"

# --- what is there because of Táper ---------------------------------------------------------------------------------

# traces: files, users, units, processes, groups, interfaces that bear its name; dpkg's own records apart.
traces() {
    find / /run -xdev \( -path /proc -o -path /sys -o -path "$share" -o -path /tmp -o -path /var/cache/debconf -o -path /var/log \
        -o -path /run/taper-vm -o -path /usr/local/lib/taper-vm \) -prune -o -iname '*taper*' ! -name '*taper-vm*' -print |
        grep -vE '^/(run/systemd/(units|transient|propagate|inaccessible)|sys|proc)/' | sort -u
    getent passwd | grep taper-
    getent group | grep taper-
    systemctl list-units --all --no-legend --plain '*taper*' | awk '$1 !~ /taper-vm/ && $2 != "not-found" { print $1, $3 }'
    pgrep -l taper
    find /sys/fs/cgroup -type d -name '*taper*' ! -name 'taper-vm*'
    ip -o link | grep -oE '(taper|tp)[0-9a-z]+[@:]'
    nft list tables 2>/dev/null | grep taper
    return 0
}

nothing_left() {
    local now
    now=$(traces)
    [[ $now == "$before" ]] || { diff <(printf '%s\n' "$before") <(printf '%s\n' "$now"); return 1; }
}

# --- the package ----------------------------------------------------------------------------------------------------

install_package() { dpkg -i "$share/taper.deb"; }

units_are_sound() {
    local unit output
    for unit in taper-helper.socket taper-helper.service taper-containers.service; do
        output=$(systemd-analyze verify "$unit" 2>&1 | grep taper | grep -v taper-vm)
        [[ ! $output ]] || { echo "$output"; return 1; }
    done
}

helper_pid() { systemctl show -P MainPID taper-helper.service; }
active() { systemctl --quiet is-active "$1"; }
inactive() { ! systemctl --quiet is-active "$1"; }
lists_nothing() { [[ $(taperctl list --json | tr -d ' \n') == '[]' ]]; }

installed() {
    check 'the package is installed' install_package || return
    check 'its units are sound' units_are_sound
    check 'the socket listens' active taper-helper.socket
    check 'everybody may connect' equal "$(stat -c %a /run/taper/helper.sock)" 666
    check 'the helper waits until it is asked' inactive taper-helper.service
    check 'the first client starts it' lists_nothing
    check 'the helper serves' active taper-helper.service
    check 'what stops containers at power-off is there' active taper-containers.service
    check 'the state directory is root'"'"'s alone' equal "$(stat -c %a:%u /var/lib/taper)" 700:0
    check 'the name service has a user of its own' getent passwd taper-dnsmasq
    check 'the window is in the menu' test -e /usr/share/applications/taper.desktop -a -e /usr/share/icons/hicolor/scalable/apps/taper.svg
}

# --- containers under the unit --------------------------------------------------------------------------------------

make_container() { printf 'secret\n' | taperctl create "$1" --image busybox --password-stdin --start; }
inside() { taperctl exec box -- "$@"; }
status_of() { inside sed -n "s/^$1:[[:space:]]*//p" /proc/1/status; }
group_of_init() { cat "/proc/$(field "$1" pid)/cgroup"; }

outside_the_service() { # the container's group, and the helper's own
    [[ $(group_of_init box) == */taper.scope/*/payload* ]] || { group_of_init box; return 1; }
    [[ $(<"/proc/$(helper_pid)/cgroup") == *system.slice/taper-helper.service ]] || { cat "/proc/$(helper_pid)/cgroup"; return 1; }
}

lowers_its_score() { inside sh -c 'echo -500 >/proc/self/oom_score_adj' 2>/dev/null; }
refuses() { ! "$@"; }
bridge_is_unmanaged() { udevadm info /sys/class/net/taper0 | grep NM_UNMANAGED=1; }

containers() {
    check 'busybox is an image' taperctl image add busybox
    check 'a container is created and runs' make_container box || return
    check 'it is outside the helper'"'"'s unit' outside_the_service
    check 'it has not inherited no_new_privs' equal "$(status_of NoNewPrivs)" 0
    check 'it has not inherited the unit'"'"'s OOM score' equal "$(inside cat /proc/1/oom_score_adj)" 0
    check 'nor may it lower its own' refuses lowers_its_score
    check 'the helper is the last to be killed' equal "$(<"/proc/$(helper_pid)/oom_score_adj")" -500
    check 'it may bind sockets of all families' inside sh -c 'ip link show eth0 && nc -l -p 80 -w 1 || true'
    check 'processes are not limited by the unit' inside sh -c "grep -q 'Max processes *unlimited' /proc/1/limits"
    check 'the bridge is left alone by others' bridge_is_unmanaged
}

# --- restart, upgrade -----------------------------------------------------------------------------------------------

# A person's console, and a program that was begun before: both go on over a restart of the helper.
cat >/tmp/console.exp <<'END'
set timeout 90
proc give_up {what} { puts "no $what"; exit 1 }
spawn -noecho taperctl console box
send "\r"
expect "login:" {} timeout { give_up login }
send "root\r"
expect "assword:" {} timeout { give_up password }
send "secret\r"
expect "# " {} timeout { give_up prompt } "$ " {}
send "echo before-\$((40+2))\r"
expect "before-42" {} timeout { give_up "answer before" }
exec systemctl restart taper-helper.service
send "echo after-\$((50+1))\r"
expect "after-51" {} timeout { give_up "answer after the restart" }
END

restarted() {
    local init helper
    init=$(field box pid)
    helper=$(helper_pid)
    inside sh -c 'sleep 3600 & echo $! >/tmp/program; wait' &
    local client=$!
    until_true 60 inside test -s /tmp/program
    check 'a console goes on while the helper is restarted' expect /tmp/console.exp
    check 'it is another helper' test "$(helper_pid)" != "$helper"
    check 'the container goes on' equal "$(field box pid):$(state box)" "$init:RUNNING"
    check 'a program in it goes on' inside sh -c 'kill -0 $(cat /tmp/program)'
    inside sh -c 'kill $(cat /tmp/program)'
    wait "$client"
    helper=$(helper_pid)
    kill -KILL "$helper"
    check 'a killed helper comes back' until_true 60 test "$(helper_pid)" != "$helper" -a "$(state box)" = RUNNING
    check 'an upgrade leaves containers running' install_package
    check 'the upgraded helper has them' equal "$(field box pid):$(state box)" "$init:RUNNING"
    date --set '+3 hours' >/dev/null
    check 'a jump of the clock kills nobody' equal "$(field box pid):$(state box):$(inside echo here)" "$init:RUNNING:here"
    check 'the upgraded helper stops them' taperctl stop box
    check 'a stopped one starts again' taperctl start box
}

# --- removal, purge -------------------------------------------------------------------------------------------------

remove_package() { dpkg -r taper; }
removal_tells() { # what it stops, before it does
    local output
    output=$(remove_package 2>&1) || { echo "$output"; return 1; }
    [[ $output == *"Stopping the containers that run: "*box* && $output == *"box: stopped after"* ]] || { echo "$output"; return 1; }
}

only_state_is_left() {
    local left
    left=$(comm -13 <(printf '%s\n' "$before" | sort) <(traces | sort) | grep -vE '^/var/lib/(taper|dpkg|systemd)(/|$)|^/etc/systemd|taper-dnsmasq')
    [[ ! $left ]] || { echo "$left"; return 1; }
}

removed() {
    check 'a removal says whom it stops, and stops them' removal_tells
    check 'nothing but containers and images is left' only_state_is_left
    check 'they are' test -d /var/lib/taper/containers/box -o -e /var/lib/taper/containers/box/container.json
    check 'an installation finds them again' install_package
    check 'the container is there' equal "$(state box)" STOPPED
    check 'and starts' taperctl start box
    check 'a purge of all goes through while it runs' dpkg -P taper
    check 'nothing is left' nothing_left
}

# A purge that is told to keep the containers.
cat >/tmp/purge.exp <<'END'
set timeout 120
set env(DEBIAN_FRONTEND) teletype
spawn -noecho dpkg -P taper
expect "yes/no" { send "no\r" } eof { puts "never asked"; exit 98 } timeout { exit 99 }
expect eof {} timeout { exit 97 }
exit [lindex [wait] 3]
END

kept() {
    install_package >/dev/null 2>&1
    taperctl image add busybox >/dev/null
    check 'a purge asks, and takes no for an answer' expect /tmp/purge.exp
    check 'it keeps them' test -d /var/lib/taper/images
    rm -rf /var/lib/taper
    check 'and nothing else' nothing_left
}

# --- power-off ------------------------------------------------------------------------------------------------------

# The machine goes down as any does; what looks on is held until the end: vm/run's job
# ends after the hold, which does not end by itself; when we have seen all, the job switches the machine off.
hold_the_machine() {
    mkdir -p /run/systemd/system/taper-vm-job.service.d
    cat >/run/systemd/system/taper-vm-job.service.d/hold.conf <<'END'
[Unit]
Before=test-hold.service
END
    cat >/run/systemd/system/test-hold.service <<'END'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStop=/bin/sleep infinity
TimeoutStopSec=300
END
    systemctl daemon-reload
    systemctl start test-hold.service
}

stopped_in_order() {
    local order
    order=$(journalctl --no-pager --output=cat --unit=taper-containers.service | sed -nE 's/^([a-z]+): stopped after .*/\1/p' | xargs)
    equal "$order" 'third second first'
}

# scope_waited: systemd took the scope away after the last container had been stopped.
scope_waited() {
    local stopped scope
    stopped=$(journalctl --no-pager --output=short-unix --unit=taper-containers.service | sed -n 's/ .*stopped after.*//p' | tail -n 1)
    scope=$(journalctl --no-pager --output=short-unix --unit=taper.scope | grep -E 'Deactivated|Succeeded' | tail -n 1 | cut -d' ' -f1)
    [[ $stopped && $scope ]] || { journalctl --no-pager --unit=taper.scope; return 1; }
    awk -v a="$stopped" -v b="$scope" 'BEGIN { exit !(a < b) }' || { echo "containers $stopped, scope $scope"; return 1; }
}

ended_by_themselves() { # none was killed: their init came to its end
    local name
    for name in first second third; do
        [[ $(sed -n 's/.*"exitStatus":\([0-9]*\).*/\1/p' "$(runtime_of "$name")") != 137 ]] || { echo "$name was killed"; return 1; }
    done
}
runtime_of() { printf '/run/taper/containers/%s.json\n' "${ids[$1]}"; }

powered_off() {
    local name
    declare -gA ids=()
    install_package >/dev/null 2>&1
    taperctl image add busybox >/dev/null
    for name in first second third; do
        check "$name starts" make_container "$name"
        ids[$name]=$(group_of_init "$name" | sed -nE 's|.*taper.scope/([^/]*)/payload.*|\1|p' | head -n 1)
    done
    hold_the_machine
    check 'the machine is told to go down' systemctl poweroff
    check 'containers are stopped' until_true 200 inactive taper-containers.service
    check 'the last started first' until_true 30 stopped_in_order
    check 'each came to its own end' ended_by_themselves
    check 'then their scope goes' until_true 60 inactive taper.scope
    check 'not before' scope_waited
    check 'the helper goes' until_true 60 inactive taper-helper.service
    our_journal --output=short-monotonic >"$share/power-off.log"
}

our_journal() {
    journalctl --no-pager --unit=taper-helper.service --unit=taper-helper.socket --unit=taper-containers.service --unit=taper.scope "$@"
}

before=$(traces)
installed
if ((!failures)); then
    containers
    # shellcheck source-path=SCRIPTDIR source=rights.sh
    source "$share/rights.sh"
    restarted
    removed
    kept
    powered_off
fi
((!failures)) || our_journal --output=short-monotonic | tail -n 80 | sed 's/^/    /'
((failures == 0))
