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
    local folder=$1 python=$2
    if new_enough "$folder/bin/python" && "$folder/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        quietly venv "$python" -m venv --clear "$folder"
    else
        venv_with_fetched_pip "$folder" "$python"
    fi || fail "$python cannot make virtual environments here; install the package python3-venv"
}

# Debian's Python comes without pip, which is a package apart: where that is not installed its wheel is enough.
venv_with_fetched_pip() {
    local folder=$1 python=$2 wheel
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    say "Fetching pip, which this Python lacks"
    rm -rf .cache/pip
    quietly pip-fetch fetch_packages .cache/pip python3-pip-whl || return 1
    dpkg-deb -x .cache/pip/python3-pip-whl_*.deb .cache/pip/tree || return 1
    wheel=$(compgen -G "$PWD/.cache/pip/tree/usr/share/python-wheels/pip-*.whl") || return 1
    quietly venv "$python" -m venv --clear --without-pip "$folder" &&
        quietly pip-install "$folder/bin/python" "$wheel/pip" install --no-index "$wheel"
}

# install_lock FOLDER LOCK…: what the locks pin, nothing newer.
install_lock() {
    local python=$1/bin/python lock arguments=()
    shift
    for lock in "$@"; do arguments+=(-r "$lock"); done
    quietly "pip-$(basename "$1" .txt)" retry "$python" -m pip --disable-pip-version-check install --no-input "${arguments[@]}"
}
