# shellcheck shell=bash
# What is installed already: a stamp holds the digest of all that decided the installation.

# digest FILE-OR-WORD…: files count by their content, other words as they are written.
digest() {
    local one
    for one in "$@"; do
        if [[ -f $one ]]; then cat "$one"; else printf '%s\n' "$one"; fi
    done | sha256sum | cut -d' ' -f1
}

is_fresh() { [[ -f $1 && $(<"$1") == "$2" ]]; }

write_stamp() {
    mkdir -p "$(dirname "$1")"
    printf '%s\n' "$2" >"$1.new"
    mv "$1.new" "$1"
}

# Two set-ups at once would write into the same folders: the second waits for the first.
take_turns() {
    mkdir -p .cache
    exec 9>.cache/setup.lock
    flock 9
}
