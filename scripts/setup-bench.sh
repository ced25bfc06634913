#!/usr/bin/env bash
# What benchmarks are measured beside: nginx and wget from the system's packages, warcprox, datasketch, rensa in an
# environment of its own. nginx is only unpacked, so that no service is installed and none is started.
set -euo pipefail
cd "$(dirname "$0")/.."
for part in say retry stamp debian python; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns
PATH=$PATH:/usr/sbin

unpack_nginx() {
    rm -rf .cache/bench/packages .cache/bench/nginx
    fetch_packages .cache/bench/packages nginx || return 1
    dpkg-deb -x .cache/bench/packages/nginx_*.deb .cache/bench/nginx || return 1
    rm -rf .cache/bench/packages
    .cache/bench/nginx/usr/sbin/nginx -v
}

if ! command -v nginx >/dev/null && ! .cache/bench/nginx/usr/sbin/nginx -v 2>/dev/null; then
    command -v apt-get >/dev/null || fail "the benchmark needs nginx, and there is no apt-get to fetch it with"
    say "Unpacking nginx into .cache/bench"
    quietly nginx unpack_nginx || fail "apt-get could not fetch nginx, or it does not run here"
fi

if ! command -v wget >/dev/null; then
    can_install || fail "the benchmark needs wget, and by apt-get $(why_not_install)"
    say "Installing wget"
    install_packages wget || fail "apt-get could not install wget"
fi

wanted=$(digest requirements/bench.txt)
if is_fresh .cache/bench/venv/stamp "$wanted" && new_enough .cache/bench/venv/bin/python; then exit 0; fi
python=$(find_python) || fail "Python 3.11 or newer is needed; name it with PYTHON=/path/of/python"
make_venv .cache/bench/venv "$python"
say "Installing warcprox, datasketch and rensa into .cache/bench/venv (half a minute)"
install_lock .cache/bench/venv requirements/bench.txt || fail "pip could not install requirements/bench.txt"
write_stamp .cache/bench/venv/stamp "$wanted"
