#!/usr/bin/env bash
# Every check that runs nothing: style, types, the direction of imports, generated pages.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/shell/say.sh

failed=()
check() {
    local name=$1
    shift
    "$@" || failed+=("$name ($*)")
}

say "Checking style, types, imports, generated pages"
check style .venv/bin/ruff check --quiet .
check format .venv/bin/ruff format --quiet --check .
check types .venv/bin/mypy --no-error-summary
check imports quietly imports .venv/bin/lint-imports
check catalogue .venv/bin/python -m crawlers.catalogue --check

((${#failed[@]} == 0)) && exit 0
printf 'failed: %s\n' "${failed[@]}" >&2
exit 1
