# shellcheck shell=bash
# Chromium or Chrome where it is already: on the PATH, or where Playwright puts its own download.

# answers COMMAND: whether it starts at all (Ubuntu's chromium-browser may be a pointer to a snap).
answers() {
    command -v "$1" >/dev/null && timeout 30 "$1" --version 2>/dev/null </dev/null | grep -qi chrom
}

find_chromium() {
    local one
    for one in ${VEDETTE_CHROMIUM:+"$VEDETTE_CHROMIUM"} chromium chromium-browser google-chrome-stable google-chrome \
        "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome; do
        if answers "$one"; then
            command -v "$one"
            return
        fi
    done
    return 1
}

has_chinese_fonts() {
    command -v fc-list >/dev/null && [[ -n $(fc-list :lang=zh-cn family) ]]
}
