#!/usr/bin/env bash
# pywb and wacz, which replay and check what we archived, in an environment of their own: they pin
# other versions than we do.
set -euo pipefail
cd "$(dirname "$0")/.."
for part in say retry stamp debian python; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns

wanted=$(digest requirements/replay.txt)
if is_fresh .venv-replay/stamp "$wanted" && new_enough .venv-replay/bin/python; then exit 0; fi

python=$(find_python) || fail "Python 3.11 or newer is needed; name it with PYTHON=/path/of/python make …"
make_venv .venv-replay "$python"
say "Installing pywb and wacz into .venv-replay (half a minute)"
install_lock .venv-replay requirements/replay.txt ||
    leave_out replay "pip could not install requirements/replay.txt on $("$python" --version)"
write_stamp .venv-replay/stamp "$wanted"
rm -f .cache/missing/replay
