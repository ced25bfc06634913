#!/usr/bin/env bash
# Chromium with fonts for Chinese, Japanese and Korean: what is there, else the system's package, else
# Playwright's own download. Without any of them Vedette works, but collects nothing by browser.
set -euo pipefail
cd "$(dirname "$0")/.."
for part in say retry stamp debian chromium; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns

download_chromium() {
    say "Downloading Playwright's Chromium (about two minutes)"
    quietly playwright-download retry .venv/bin/python -m playwright install chromium || return 1
    if can_install; then
        quietly playwright-libraries retry as_root "$PWD/.venv/bin/python" -m playwright install-deps chromium || true
    fi
    find_chromium >/dev/null
}

if ! find_chromium >/dev/null; then
    if can_install && refresh_packages && has_package chromium; then
        say "Installing Chromium and fonts from the system's packages (about a minute)"
        install_packages chromium fonts-noto-cjk fonts-liberation || true
    fi
    find_chromium >/dev/null || download_chromium ||
        leave_out browser "no Chromium is here, by apt-get $(why_not_install), and Playwright's download failed"
fi
if ! has_chinese_fonts; then
    if can_install; then
        say "Installing fonts for Chinese, Japanese and Korean"
        install_packages fontconfig fonts-noto-cjk fonts-liberation || say "the fonts could not be installed"
    fi
    has_chinese_fonts || say "without fonts for Chinese, Japanese and Korean: screenshots show boxes in their place"
fi
rm -f .cache/missing/browser
