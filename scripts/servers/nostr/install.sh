#!/usr/bin/env bash
# A Nostr relay from PyPI in an environment of its own, as the lock beside this script pins it.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for part in say retry stamp debian python; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns

lock=scripts/servers/nostr/requirements.txt
there=.cache/servers/nostr

wanted=$(digest "$lock")
if is_fresh "$there/stamp" "$wanted" && new_enough "$there/bin/python"; then exit 0; fi

python=$(find_python) || fail "Python 3.11 or newer is needed; name it with PYTHON=/path/of/python make …"
rm -f "$there/stamp"
make_venv "$there" "$python"
say "Installing a Nostr relay into $there (half a minute)"
install_lock "$there" "$lock" ||
    leave_out nostr "pip could not install $lock on $("$python" --version)"
write_stamp "$there/stamp" "$wanted"
rm -f .cache/missing/nostr
