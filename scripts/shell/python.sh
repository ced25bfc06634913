# shellcheck shell=bash
# A Python that can run the project, and virtual environments of it. Needs say.sh, retry.sh, debian.sh.

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# find_python: the first new enough; PYTHON=… names another.
find_python() {
    local one
    for one in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$one"; then
            "$one" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

# make_venv FOLDER PYTHON: made anew unless its interpreter and pip still work.
make_venv() {
    local folder=$1 python=$2 version
    if new_enough "$folder/bin/python" && "$folder/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        can_install || fail "$python cannot make virtual environments; install the package python$version-venv"
        say "Installing Debian's python$version-venv"
        install_packages "python$version-venv" || fail "the package python$version-venv cannot be had"
    fi
    quietly venv "$python" -m venv --clear "$folder" || fail "no virtual environment could be made in $folder"
}

# install_lock FOLDER LOCK…: what the locks pin, nothing newer.
install_lock() {
    local python=$1/bin/python lock arguments=()
    shift
    for lock in "$@"; do arguments+=(-r "$lock"); done
    quietly "pip-$(basename "$1" .txt)" retry "$python" -m pip --disable-pip-version-check install --no-input "${arguments[@]}"
}
