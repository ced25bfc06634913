# shellcheck shell=bash
# Packages of the system, by apt-get, where we may install them without asking anybody.
# Needs say.sh and retry.sh.

can_install() {
    command -v apt-get >/dev/null || return 1
    [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null
}

why_not_install() {
    if command -v apt-get >/dev/null; then
        echo "this needs root or sudo without a password"
    else
        echo "this is neither Debian nor Ubuntu"
    fi
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

apt() {
    DEBIAN_FRONTEND=noninteractive as_root apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

# install_packages NAME…: nothing beyond what is named and what that needs.
install_packages() {
    quietly apt-update retry apt update && quietly apt-install retry apt install --no-install-recommends "$@"
}
