# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts share: messages, becoming root, missing packages, the build. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail

TAPER_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TAPER_BUILD=${TAPER_BUILD:-$TAPER_ROOT/build/dev}
TAPER_PROGRAM=${0##*/}
TAPER_YES=${TAPER_YES:-}
TAPER_PROGRAMS=(taper taperctl taper-helper taper-monitor taper-worker)

say() { printf '%s\n' "$TAPER_PROGRAM: $*" >&2; }
die() {
    say "$*"
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# usage TEXT: the text that --help prints; a wrong option prints it and ends with 2.
usage_error() {
    say "$1"
    usage >&2
    exit 2
}

# as_root COMMAND...: directly, or with sudo.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif has sudo; then
        sudo -- "$@"
    else
        die "this needs root and there is no sudo here; run as root: $*"
    fi
}

# package_group GROUP...: "PACKAGE[|OTHER] REASON" of each.
package_group() {
    local group
    for group in "$@"; do
        sed -n "s/^$group  *//p" "$TAPER_ROOT/scripts/packages"
    done
}

# installed NAME|OTHER: is one of them installed?
installed() {
    local name names
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] && return
    done
    return 1
}

# installable NAME|OTHER: prints the first that apt knows.
installable() {
    local name names policy
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        policy=$(LC_ALL=C apt-cache policy "$name" 2>/dev/null) || continue
        if [[ $policy == *"Candidate: "[!\(]* ]]; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

# missing_packages GROUP...: lines "NAME|OTHER REASON" of what is not installed, each name once.
missing_packages() {
    local wanted reason seen=' '
    while read -r wanted reason; do
        [[ $seen == *" $wanted "* ]] && continue
        seen+="$wanted "
        installed "$wanted" || printf '%s %s\n' "$wanted" "$reason"
    done < <(package_group "$@")
}

# confirm QUESTION: asks once, only on a terminal and without --yes.
confirm() {
    [[ $TAPER_YES || ! -t 0 || ! -t 2 ]] && return
    local answer
    read -rp "$1 [Y/n] " answer
    [[ ${answer,,} == '' || ${answer,,} == y* || ${answer,,} == j* || ${answer,,} == s* ]]
}

# resolve_names: turns "NAME|OTHER" lines of $missing into names that apt knows, in $names; the others into $unknown.
resolve_names() {
    local wanted name
    names=() unknown=()
    while read -r wanted _; do
        if ! name=$(installable "$wanted"); then
            unknown+=("$wanted")
        elif [[ " ${names[*]} " != *" $name "* ]]; then
            names+=("$name")
        fi
    done <<<"$missing"
    ((!${#unknown[@]}))
}

# ensure_packages GROUP...: installs what is missing; says what and why, asks once. Quiet when nothing is.
# TAPER_INSTALL=no: only says what is missing and fails.
ensure_packages() {
    if ! has dpkg-query || ! has apt-get; then
        say "no apt here: the packages of these groups in scripts/packages must be there: $*"
        return
    fi
    local missing names unknown name reason log
    missing=$(missing_packages "$@")
    [[ $missing ]] || return 0
    say "these Debian packages are missing:"
    while read -r name reason; do printf '    %-28s %s\n' "${name%%|*}" "$reason"; done <<<"$missing" >&2
    [[ ${TAPER_INSTALL:-} != no ]] || die "not installed, because TAPER_INSTALL=no"
    confirm "Install them?" || die "nothing was installed; they are needed"
    mkdir -p "$TAPER_ROOT/build"
    log=$TAPER_ROOT/build/apt.log
    : >"$log"
    # Old lists know names whose files are gone from the mirror: a first failure is answered with fresh lists.
    if ! resolve_names || ! apt_install "$log" "${names[@]}"; then
        as_root apt-get -qq update >>"$log" 2>&1 || { tail -n 20 "$log" >&2; die "apt-get update failed (all of it: $log)"; }
        resolve_names || die "this Debian does not know: ${unknown[*]}"
        apt_install "$log" "${names[@]}" || { tail -n 20 "$log" >&2; die "apt-get install failed (all of it: $log)"; }
    fi
    say "installed: ${names[*]}"
}

apt_install() {
    local log=$1
    shift
    as_root env DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none \
        apt-get -y -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 --no-install-recommends install "$@" \
        >>"$log" 2>&1 </dev/null
}

# build_all [TARGET...]: configures where it is not (TAPER_PRESET, TAPER_CMAKE_OPTIONS), builds; quiet unless it fails or a person looks on.
build_all() {
    local log=$TAPER_ROOT/build/build.log targets=()
    ((!$#)) || targets=(--target "$@")
    mkdir -p "$TAPER_ROOT/build"
    cd "$TAPER_ROOT"
    if ! run_logged "$log" cmake --preset "${TAPER_PRESET:-dev}" -B "$TAPER_BUILD" ${TAPER_CMAKE_OPTIONS:-}; then
        die "configuring failed (all of it: $log)"
    fi
    run_logged "$log" cmake --build "$TAPER_BUILD" "${targets[@]}" || die "building failed (all of it: $log)"
}

# run_logged LOG COMMAND...: on a terminal one sees it work; else only what failed.
run_logged() {
    local log=$1
    shift
    if [[ -t 2 ]]; then
        "$@" 2>&1 | tee "$log" >&2
    else
        "$@" >"$log" 2>&1 </dev/null || {
            tail -n 60 "$log" >&2
            return 1
        }
    fi
}

# ensure_built: the programs, for scripts that need them; nothing when they are there.
ensure_built() {
    local program
    for program in "${TAPER_PROGRAMS[@]}"; do
        [[ -x $TAPER_BUILD/bin/$program || $program == taper ]] && continue
        "$TAPER_ROOT/scripts/build" ${TAPER_YES:+--yes} "${TAPER_PROGRAMS[@]}"
        return
    done
}
