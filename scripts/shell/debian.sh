# shellcheck shell=bash
# Packages of the system, by apt-get, where we may install them without asking anybody.
# Needs say.sh and retry.sh.

can_install() {
    command -v apt-get >/dev/null || return 1
    [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null
}

why_not_install() {
    if ! command -v apt-get >/dev/null; then
        echo "there is none (this is neither Debian nor Ubuntu)"
    elif can_install; then
        echo "none could be installed"
    else
        echo "none can be installed without root or sudo"
    fi
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

refresh_packages() { quietly apt-update retry apt update; }

# has_package NAME: whether the system's archive knows it (Ubuntu has no package chromium).
has_package() { apt-cache show "$1" >/dev/null 2>&1; }

# install_packages NAME…: nothing beyond what is named and what that needs.
install_packages() {
    refresh_packages && quietly apt-install retry apt install --no-install-recommends "$@"
}

# fetch_packages FOLDER NAME…: the package files alone; takes no rights over the system.
fetch_packages() {
    local folder=$1 own=$PWD/.cache/apt options
    shift
    mkdir -p "$folder" "$own"/{state/lists/partial,cache/archives/partial}
    options=(-q -o "Dir::State=$own/state" -o Dir::State::status=/var/lib/dpkg/status -o "Dir::Cache=$own/cache")
    retry apt-get "${options[@]}" update && (cd "$folder" && retry apt-get "${options[@]}" download "$@")
}
