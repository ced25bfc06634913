# shellcheck shell=bash
# Package archives fail for a moment now and then: the same again, a little later.

retry() {
    local wait
    for wait in 2 6 18; do
        "$@" && return
        printf 'trying again in %s s: %s\n' "$wait" "$*"
        sleep "$wait"
    done
    "$@"
}
