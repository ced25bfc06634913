#!/usr/bin/env bash
# Bluesky's account server, directory and AppView from npm, as the lock beside this script pins them.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for part in say retry stamp debian python; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
# shellcheck source=scripts/servers/node.sh
source scripts/servers/node.sh
take_turns

here=scripts/servers/bluesky
there=.cache/servers/bluesky

install_node || leave_out bluesky "no Node 20 or newer, and none to be had from PyPI"
bin=$(find_node)
export PATH=$bin:$PATH
wanted=$(digest "$here/package-lock.json" "$(node --version)")
if is_fresh "$there/stamp" "$wanted"; then exit 0; fi

# A native part is compiled where its maker's build cannot be fetched: the compiler needs Node's headers.
if [[ -d $bin/../include/node ]]; then npm_config_nodedir=$(realpath "$bin/.."); export npm_config_nodedir; fi
if ! command -v c++ >/dev/null || ! command -v make >/dev/null; then
    ! can_install || install_packages g++ make || true
fi

say "Installing Bluesky's servers into $there (about two minutes)"
rm -f "$there/stamp"
mkdir -p "$there"
cp "$here"/{package.json,package-lock.json,.npmrc} "$there/"
quietly npm-bluesky retry npm --prefix "$there" ci --no-progress ||
    leave_out bluesky "npm could not install its servers; its output is in .cache/logs/npm-bluesky.log"
ln -sfn "$bin/node" "$there/node"
write_stamp "$there/stamp" "$wanted"
rm -f .cache/missing/bluesky
