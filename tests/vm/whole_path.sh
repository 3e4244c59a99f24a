#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole path in the test machine: the helper as a service of systemd's, containers in its delegated scope, driven by
# taperctl alone and checked against the kernel's own files. Argument: the shared directory.
set -uo pipefail
share=$1
service=taper-test-helper
export TAPER_SOCKET=/run/taper/helper.sock

suite=whole_path
# shellcheck source-path=SCRIPTDIR source=vm_lib.sh
source "$share/vm_lib.sh"

# group_of CONTAINER: its directory in the hierarchy that limits memory.
group_of() {
    local path
    for path in $(taperctl show "$1" --json | tr -d '\n ' | sed -nE 's/.*"cgroups":\[([^]]*)\].*/\1/p' | tr -d '"' | tr ',' ' '); do
        [[ -e $path/memory.max || -e $path/memory.limit_in_bytes ]] && printf '%s\n' "$path" && return
    done
    return 1
}
memory_file() { [[ -e $1/memory.max ]] && echo "$1/memory.max" || echo "$1/memory.limit_in_bytes"; }
is_unlimited() { [[ $1 == max || ${#1} -ge 19 ]]; }

# KillMode=process: the monitors stay where they were started, in the service's group, and must outlive it.
install_service() {
    cat >"/run/systemd/system/$service.service" <<'UNIT' && systemctl daemon-reload
[Service]
Type=notify
ExecStart=/usr/local/lib/taper/taper-helper
KillMode=process
TimeoutStartSec=300
LimitNOFILE=1048576
UNIT
}

scope_is_apart() {
    systemctl is-active --quiet taper.scope || { echo "taper.scope is not active"; return 1; }
    local pid
    pid=$(systemctl show -P MainPID "$service")
    ! grep -q taper.scope "/proc/$pid/cgroup" || { cat "/proc/$pid/cgroup"; return 1; }
}

init_is_in_scope() { # CONTAINER
    grep -q "taper.scope/[^/]*/payload" "/proc/$(field "$1" pid)/cgroup" || { cat "/proc/$(field "$1" pid)/cgroup"; return 1; }
}

# limits CONTAINER: a new value is in the kernel at once, too much memory is killed and counted, none lifts it.
limits() {
    local name=$1 prefix=$2 group file hog
    group=$(group_of "$name") || { report fail "$prefix: has a memory group" "$(taperctl show "$name" --json)"; return; }
    file=$(memory_file "$group")
    hog='dd if=/dev/zero of=/dev/null bs=128M count=1'
    check "$prefix: a limit is taken while it runs" taperctl set "$name" memory=64M cpu-weight=400
    check "$prefix: the limit is in the kernel" equal "$(<"$file")" 67108864
    [[ ! -e $group/cpu.weight ]] || check "$prefix: the weight is in the kernel" equal "$(<"$group/cpu.weight")" 400
    # shellcheck disable=SC2086
    check "$prefix: a program over it is killed" exit_status 137 taperctl exec "$name" -- $hog
    until_true 20 at_least "$(field "$name" oomKills)" 1
    check "$prefix: and counted" at_least "$(field "$name" oomKills)" 1
    check "$prefix: the container goes on" equal "$(state "$name")" RUNNING
    check "$prefix: no limit" taperctl set "$name" memory=none
    check "$prefix: none is in the kernel" is_unlimited "$(<"$file")"
    # shellcheck disable=SC2086
    check "$prefix: the same program runs" exit_status 0 taperctl exec "$name" -- $hog
}

busybox_container() {
    check "busybox: image" taperctl image add busybox
    check "busybox: created and started" taperctl create box --image busybox --start || return
    check "busybox: runs" equal "$(state box)" RUNNING
    check "busybox: is in the scope" init_is_in_scope box
    check "busybox: has an address" taperctl exec box -- sh -c 'ip -o addr show eth0 | grep -q "inet "'
    check "busybox: passes an exit status on" exit_status 7 taperctl exec box -- sh -c 'exit 7'
    limits box busybox
    local group
    group=$(group_of box)
    check "busybox: stops" taperctl stop box
    check "busybox: is stopped" equal "$(state box)" STOPPED
    check "busybox: ended by itself" test "$(field box exitStatus)" != 137
    check "busybox: no group is left" test ! -e "$group"
}

debian_boots() {
    until_true 600 taperctl exec deb -- systemctl --quiet list-units || return 1
    local answer
    answer=$(timeout 900 taperctl exec deb -- systemctl is-system-running --wait 2>&1)
    [[ $answer == *running* || $answer == *degraded* ]] ||
        { echo "$answer"; taperctl exec deb -- systemctl --failed --no-pager; return 1; }
}

killed_in_a_unit() {
    local before
    before=$(field deb oomKills)
    taperctl set deb memory=256M || return
    taperctl exec deb -- systemd-run --quiet --wait --collect dd if=/dev/zero of=/dev/null bs=400M count=1
    at_least "$(field deb oomKills)" $((before + 1))
}

helper_restarts() {
    local before
    before=$(field deb pid)
    systemctl stop "$service" || return
    kill -0 "$before" || { echo "the container ended with the helper"; return 1; }
    systemctl start "$service" || return
    equal "$(field deb pid)" "$before" && equal "$(state deb)" RUNNING && exit_status 3 taperctl exec deb -- sh -c 'exit 3'
}

debian_container() {
    if [[ ! -e $share/debian12.tar.zst ]]; then
        report skip "debian" "$(<"$share/no-debian")"
        return
    fi
    check "debian: image" taperctl image add "$share/debian12.tar.zst"
    check "debian: created" taperctl create deb --image debian12
    check "debian: started" taperctl start deb || return
    check "debian: is in the scope" init_is_in_scope deb
    check "debian: its systemd boots" debian_boots
    check "debian: exec after systemd is up" exit_status 5 taperctl exec deb -- sh -c 'exit 5'
    limits deb debian
    check "debian: a kill in one of its units is counted" killed_in_a_unit
    check "debian: survives a restart of the helper" helper_restarts
    local group
    group=$(group_of deb)
    check "debian: stops in order" taperctl stop deb --timeout 300
    check "debian: is stopped" equal "$(state deb)" STOPPED
    check "debian: ended by itself" test "$(field deb exitStatus)" != 137
    check "debian: no group is left" test ! -e "$group"
}

nothing_left() {
    local left
    left=$(find /sys/fs/cgroup -type d -path '*taper.scope/*' ! -name anchor | grep -v '/anchor')
    [[ ! $left ]] || { echo "groups: $left"; return 1; }
    left=$(ip -o link | grep -E ': (tp|taper)[^ ]*[@:]')
    [[ ! $left ]] || { echo "interfaces: $left"; return 1; }
    left=$(pgrep -x taper-monitor)
    # The anchor is a taper-monitor by its program, not by its name.
    [[ ! $left ]] || { echo "monitors: $left"; return 1; }
}

install_service
check "the helper starts as a service" systemctl start "$service"
check "its scope is active and it is outside" scope_is_apart
busybox_container
debian_container
for name in box deb; do
    [[ ! $(state "$name") ]] || check "$name: deleted" taperctl delete "$name"
done
check "nothing is left" until_true 60 nothing_left
check "the helper stops" systemctl stop "$service"
((failures == 0)) || journalctl --no-pager --unit="$service" | tail -n 60
((failures == 0))
