#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every control on the test machine's own kind of control groups: shares, cap, CPUs, processes, swap, freeze, rename. The
# processor is emulated, so margins are wide; what is asserted is CPU time, not time. Argument: the shared directory.
set -uo pipefail
share=$1
service=taper-test-helper
export TAPER_SOCKET=/run/taper/helper.sock

suite=controls
# shellcheck source-path=SCRIPTDIR source=vm_lib.sh
source "$share/vm_lib.sh"

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

between() { # VALUE LEAST MOST
    awk -v v="$1" -v a="$2" -v b="$3" 'BEGIN { exit !(v >= a && v <= b) }' || { echo "is $1, should be $2 to $3"; return 1; }
}
fails_with() { # WORD COMMAND...: refused, and the reason says WORD
    local word=$1 output
    shift
    ! output=$("$@" 2>&1) || { echo "it was not refused"; return 1; }
    [[ $output == *"$word"* ]] || { echo "$output"; return 1; }
}
used() { field "$1" cpuUsec; }
more_used() { (($(used "$1") >= $2)); }
group_with() { # CONTAINER FILE: the group that has it
    local path
    for path in $(taperctl show "$1" --json | tr -d '\n ' | sed -nE 's/.*"cgroups":\[([^]]*)\].*/\1/p' | tr -d '"' | tr ',' ' '); do
        [[ -e $path/$2 ]] && printf '%s\n' "$path" && return
    done
    return 1
}
file_of() { # CONTAINER V2 V1: what the kernel has
    local path
    path=$(group_with "$1" "$2") && cat "$path/$2" && return
    path=$(group_with "$1" "$3") && cat "$path/$3"
}
limits_of() {
    file_of "$1" memory.max memory.limit_in_bytes
    file_of "$1" memory.swap.max memory.memsw.limit_in_bytes
    file_of "$1" cpu.weight cpu.shares
    file_of "$1" cpu.max cpu.cfs_quota_us
    file_of "$1" cpuset.cpus cpuset.cpus
    file_of "$1" pids.max pids.max
}
# shellcheck disable=SC2064
burn() { # CONTAINER: until it is killed
    taperctl exec "$1" -- sh -c 'while :; do :; done' >/dev/null 2>&1 </dev/null &
}

share_one_to_three() {
    taperctl set a cpus=0 cpu-weight=100 && taperctl set b cpus=0 cpu-weight=300 || return
    burn a
    burn b
    local a b
    a=$(used a) b=$(used b)
    until_true 600 more_used a $((a + 300000)) && until_true 600 more_used b $((b + 300000)) || return
    a=$(used a) b=$(used b)
    until_true 900 more_used b $((b + 6000000)) || return
    between "$(awk -v a=$(($(used a) - a)) -v b=$(($(used b) - b)) 'BEGIN { print b / a }')" 2.4 3.6
}

cap_holds() { # a burns
    taperctl set a cpu-cap=20% cpus=none cpu-weight=none || return
    local stat before now used wall began
    stat=$(group_with a cpu.stat)/cpu.stat
    before=$(sed -n 's/^nr_throttled //p' "$stat") used=$(used a) began=$(date +%s%N)
    until_true 600 test_throttled "$stat" $((before + 60)) || return
    wall=$((($(date +%s%N) - began) / 1000)) now=$(used a)
    between "$(awk -v u=$((now - used)) -v w=$wall 'BEGIN { print 100 * u / w }')" 0.5 25 && at_least "$(field a throttledUsec)" 1
}
test_throttled() { (($(sed -n 's/^nr_throttled //p' "$1") >= $2)); }

cpus_hold() {
    taperctl set a cpu-cap=none cpus=1 || return
    local group pid
    group=$(group_with a cpuset.cpus)
    while read -r pid; do
        equal "$(sed -n 's/^Cpus_allowed_list:\t//p' "/proc/$pid/status")" 1 || return
    done < <(find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null)
    equal "$(taperctl exec a -- nproc | tr -d '\r')" 1 && taperctl set a cpus=none && at_least "$(taperctl exec a -- nproc)" 2
}

forks_are_refused() {
    local now
    now=$(field c processes)
    taperctl set c processes=$((now + 3)) || return
    fails_with fork taperctl exec c -- sh -c 'sleep 1 & sleep 1 & sleep 1 & sleep 1 & wait' || return
    until_true 20 at_least "$(field c pidsRefused)" 1 && at_least "$(field c pidsRefused)" 1 && taperctl set c processes=none
}

swap_bites() { # a swap file is there: with swap it lives, without it is killed
    taperctl set c memory=48M swap=0 || return
    exit_status 137 taperctl exec c -- dd if=/dev/zero of=/dev/null bs=96M count=1 || return
    taperctl set c memory=48M swap=256M || return
    exit_status 0 taperctl exec c -- dd if=/dev/zero of=/dev/null bs=96M count=1 && taperctl set c memory=none swap=none
}

refused_changes_nothing() {
    taperctl set c memory=64M cpu-weight=200 processes=90 || return
    local before
    before=$(limits_of c)
    fails_with "CPU 4000" taperctl set c memory=128M cpu-weight=300 cpus=4000 || return
    fails_with "1 to" taperctl set c cpu-weight=300 processes=0 || return
    equal "$(limits_of c)" "$before"
}

stands_still() { # a burns
    taperctl freeze a && equal "$(state a)" FROZEN || return
    local before
    before=$(used a)
    sleep 2 # the time in which it would have burnt
    equal "$(used a)" "$before" || return
    fails_with nfreeze taperctl exec a -- true && fails_with nfreeze taperctl stop a || return
    systemctl restart "$service" && equal "$(state a)" FROZEN && equal "$(used a)" "$before" || return
    taperctl unfreeze a && equal "$(state a)" RUNNING && until_true 60 more_used a $((before + 1))
}

renamed() {
    taperctl stop c --timeout 120 && taperctl rename c shop && taperctl start shop || return
    equal "$(taperctl exec shop -- cat /etc/hostname)" shop && equal "$(taperctl exec shop -- hostname)" shop &&
        taperctl exec a -- ping -c 1 -W 5 shop
}

killed_while_frozen() {
    taperctl freeze b && taperctl kill b && equal "$(state b)" STOPPED && taperctl freeze a && taperctl delete --force a
}

swap_file() {
    dd if=/dev/zero of=/srv/taper-swap bs=1M count=256 && chmod 600 /srv/taper-swap && mkswap /srv/taper-swap && swapon /srv/taper-swap
}

install_service
check "the helper starts as a service" systemctl start "$service"
# whole_path may have been here before.
taperctl image list | grep -q '^busybox ' || check "image" taperctl image add busybox
for name in a b c; do check "$name: created and started" taperctl create $name --image busybox --start; done
check "two weights share one to three" share_one_to_three
check "a cap holds" cap_holds
if (($(nproc) > 1)); then
    check "programs run on their CPUs only" cpus_hold
else
    report skip "programs run on their CPUs only" "the machine has one CPU"
fi
check "one fork too many fails and is counted" forks_are_refused
if swap_file >/dev/null 2>&1; then
    check "swap is limited with the memory" swap_bites
    swapoff /srv/taper-swap
    rm -f /srv/taper-swap
else
    report skip "swap is limited with the memory" "the machine cannot have a swap file"
fi
check "what is refused changes nothing" refused_changes_nothing
check "frozen stands still, survives its helper and goes on" stands_still
check "renamed" renamed
check "frozen is killed and deleted" killed_while_frozen
for name in b shop; do check "$name: deleted" taperctl delete --force "$name"; done
check "nothing is left" until_true 60 nothing_left
check "the helper stops" systemctl stop "$service"
((failures == 0)) || journalctl --no-pager --unit="$service" | tail -n 60
((failures == 0))
