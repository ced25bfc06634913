#!/usr/bin/env bash
# MediaWiki with PHP and SQLite from the system's packages. It is only unpacked, since its package would set
# up a web server; no service is installed and none is started.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for part in say retry stamp debian; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns

here=scripts/servers/mediawiki
there=.cache/servers/mediawiki
programs=(php-cli php-sqlite3 php-intl php-xml php-mbstring)

has_programs() {
    command -v php >/dev/null &&
        php -r 'exit((int) !(extension_loaded("pdo_sqlite") && extension_loaded("intl") && extension_loaded("dom") && extension_loaded("mbstring")));'
}

# Its folders lead, by links, through /var/lib to /etc and to what it would keep there: only the tree counts.
unpack() {
    local package
    rm -rf "$there/packages" "$there/tree" "$there/root"
    fetch_packages "$there/packages" mediawiki mediawiki-classes || return 1
    for package in "$there"/packages/*.deb; do dpkg-deb -x "$package" "$there/tree" || return 1; done
    find "$there/tree" -xtype l -delete
    cp -rL "$there/tree/usr/share/mediawiki" "$there/root" || return 1
    mkdir -p "$there/root/extensions" "$there/root/skins"
    rm -rf "$there/packages" "$there/tree"
    [[ -f $there/root/api.php ]]
}

wanted=$(digest "$here/install.sh")
if is_fresh "$there/stamp" "$wanted" && has_programs; then exit 0; fi

if ! has_programs; then
    can_install || leave_out mediawiki "PHP with SQLite is not here, and by apt-get $(why_not_install)"
    say "Installing PHP with SQLite (half a minute; no service is started)"
    install_packages "${programs[@]}" || leave_out mediawiki "apt-get could not install PHP with SQLite"
fi
command -v apt-get >/dev/null || leave_out mediawiki "MediaWiki comes from a Debian package, and there is no apt-get"
say "Unpacking MediaWiki into $there"
quietly mediawiki unpack || leave_out mediawiki "apt-get could not fetch the package mediawiki"
write_stamp "$there/stamp" "$wanted"
rm -f .cache/missing/mediawiki
