# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts in the test machine share: verdicts as Qt Test prints them, waiting for events, looking at containers.
# Sourced; the sourcing script sets $suite.
# shellcheck shell=bash
failures=0

report() { # VERDICT NAME [WHY]
    case $1 in
    pass) printf 'PASS   : %s::%s\n' "$suite" "$2" ;;
    skip) printf 'SKIP   : %s::%s: %s\n' "$suite" "$2" "${3-}" ;;
    fail)
        printf 'FAIL!  : %s::%s\n    %s\n' "$suite" "$2" "${3-}"
        failures=$((failures + 1)) ;;
    esac
}

# check NAME COMMAND...: passes if the command does; else what it printed is the reason.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        report pass "$name"
    else
        report fail "$name" "$* (status $?): $output"
        return 1
    fi
}

equal() { [[ $1 == "$2" ]] || { printf 'is "%s", should be "%s"\n' "$1" "$2"; return 1; }; }
at_least() { [[ $1 -ge $2 ]] 2>/dev/null || { printf 'is "%s", should be at least %s\n' "$1" "$2"; return 1; }; }

# field NAME KEY: the first number, string or word behind KEY in what `show` says.
field() { taperctl show "$1" --json 2>/dev/null | tr -d '\n' | sed -nE "s/.*\"$2\": *\"?([^\",}]*).*/\1/p"; }
state() { field "$1" state; }

# until_true SECONDS COMMAND...: asks every quarter of a second.
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || { echo "not within the time: $*"; return 1; }
        sleep 0.25
    done
}

exit_status() { # WANTED COMMAND...: the command's own
    local wanted=$1 output status=0
    shift
    output=$("$@" 2>&1) || status=$?
    [[ $status == "$wanted" ]] || { printf 'status %s, should be %s: %s\n' "$status" "$wanted" "$output"; return 1; }
}
