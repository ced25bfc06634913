#!/usr/bin/env bash
# The real platform servers that the tests collect from; each says why where it cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/servers/bluesky/install.sh
scripts/servers/ghost/install.sh
scripts/servers/wordpress/install.sh
scripts/servers/mediawiki/install.sh
scripts/servers/nostr/install.sh
