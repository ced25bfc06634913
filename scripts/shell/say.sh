# shellcheck shell=bash
# What the set-up tells: one line for each long step, the end of the log and a way out where one fails.

say() { printf '· %s\n' "$*"; }

fail() {
    printf 'set-up failed: %s\n' "$*" >&2
    exit 1
}

# quietly NAME COMMAND…: run with the output in .cache/logs/NAME.log; show its end where it fails.
quietly() {
    local log=".cache/logs/$1.log"
    shift
    mkdir -p "${log%/*}"
    "$@" >"$log" 2>&1 </dev/null && return
    printf -- '--- the end of %s:\n' "$log" >&2
    tail -n 15 "$log" >&2
    return 1
}

# leave_out PART REASON: note why an optional part is missing, and go on without it.
# Where nothing may be left out (VEDETTE_REQUIRE_ALL=1) that is a failure.
leave_out() {
    mkdir -p .cache/missing
    printf '%s\n' "$2" >".cache/missing/$1"
    [[ ${VEDETTE_REQUIRE_ALL:-} != 1 ]] || fail "$1: $2"
    say "without $1: $2"
    exit 0
}
