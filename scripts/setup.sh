#!/usr/bin/env bash
# The virtual environment: the pinned dependencies, and the project itself as it stands in this folder.
set -euo pipefail
cd "$(dirname "$0")/.."
for part in say retry stamp debian python; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns

wanted=$(digest requirements/dev.txt pyproject.toml "$PWD")
if is_fresh .venv/stamp "$wanted" && new_enough .venv/bin/python; then exit 0; fi

python=$(find_python) || fail "Python 3.11 or newer is needed; name it with PYTHON=/path/of/python make …"
make_venv .venv "$python"
say "Installing the pinned Python packages into .venv (about a minute)"
install_lock .venv requirements/dev.txt ||
    fail "pip could not install requirements/dev.txt; its output is in .cache/logs/pip-dev.log"
quietly pip-project .venv/bin/python -m pip --disable-pip-version-check install \
    --no-input --no-deps --no-build-isolation --editable . ||
    fail "the project could not be installed into .venv"
write_stamp .venv/stamp "$wanted"
