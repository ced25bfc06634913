#!/usr/bin/env bash
# Ghost from npm, its dependencies as the lock in its own package pins them, on SQLite.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for part in say retry stamp debian python; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
# shellcheck source=scripts/servers/node.sh
source scripts/servers/node.sh
take_turns

version=6.65.0
sha512=0f7ebdaa2bce99f9f8630bc10f50e58ce1ac1e727304442106c8859c1643f868d6ac1a5d6506183479de89070a4152705289bc7875a69759f91512d02305453a
here=scripts/servers/ghost
there=.cache/servers/ghost

fetch_ghost() {
    rm -rf "$there/package"
    retry npm pack "ghost@$version" --pack-destination "$there" || return 1
    sha512sum --check <<<"$sha512  $there/ghost-$version.tgz" || return 1
    tar -xzf "$there/ghost-$version.tgz" -C "$there"
    rm "$there/ghost-$version.tgz"
}

# Of the parts that are compiled only SQLite is needed: re2, which takes minutes, has a stand-in.
install_dependencies() {
    local pnpm=(node "$PWD/$there/node_modules/pnpm/bin/pnpm.mjs" --dir "$there/package" --store-dir "$PWD/$there/store")
    retry "${pnpm[@]}" install --prod --frozen-lockfile --ignore-scripts || return 1
    rm -rf "$there/store"
    npm --prefix "$(realpath "$there/package/node_modules/better-sqlite3")" run install
}

install_node 22 || leave_out ghost "no Node 22 or newer, and none to be had from PyPI"
bin=$(find_node 22)
export PATH=$bin:$PATH
wanted=$(digest "$here/package-lock.json" "$here/install.sh" "$(node --version)")
if is_fresh "$there/stamp" "$wanted"; then exit 0; fi

# A native part is compiled where its maker's build cannot be fetched: the compiler needs Node's headers.
if [[ -d $bin/../include/node ]]; then npm_config_nodedir=$(realpath "$bin/.."); export npm_config_nodedir; fi
if ! command -v c++ >/dev/null || ! command -v make >/dev/null; then
    ! can_install || install_packages g++ make || true
fi

say "Installing Ghost into $there (about two minutes)"
rm -f "$there/stamp"
mkdir -p "$there"
cp "$here"/{package.json,package-lock.json,.npmrc} "$there/"
quietly npm-ghost retry npm --prefix "$there" ci --ignore-scripts --no-progress ||
    leave_out ghost "npm could not install pnpm; its output is in .cache/logs/npm-ghost.log"
quietly fetch-ghost fetch_ghost ||
    leave_out ghost "npm could not fetch Ghost; its output is in .cache/logs/fetch-ghost.log"
quietly pnpm-ghost install_dependencies ||
    leave_out ghost "pnpm could not install Ghost; its output is in .cache/logs/pnpm-ghost.log"
ln -sfn "$bin/node" "$there/node"
write_stamp "$there/stamp" "$wanted"
rm -f .cache/missing/ghost
