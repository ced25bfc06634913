#!/usr/bin/env bash
# WordPress with PHP and MariaDB's server program, from the system's packages. WordPress itself is only
# unpacked, since its package would set up a web server; no service is installed and none is started.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for part in say retry stamp debian; do
    # shellcheck source=/dev/null
    source "scripts/shell/$part.sh"
done
take_turns
PATH=$PATH:/usr/sbin

here=scripts/servers/wordpress
there=.cache/servers/wordpress
programs=(php-cli php-mysql php-xml php-mbstring php-curl php-gd mariadb-server-core mariadb-client-core)
pages=(wordpress wordpress-theme-twentytwentythree php-getid3 libjs-cropper libjs-underscore)

has_programs() {
    command -v php >/dev/null && command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null &&
        php -r 'exit((int) !(extension_loaded("mysqli") && extension_loaded("dom") && extension_loaded("mbstring")));'
}

unpack() {
    local package
    rm -rf "$there/packages" "$there/tree" "$there/root"
    fetch_packages "$there/packages" "${pages[@]}" || return 1
    for package in "$there"/packages/*.deb; do dpkg-deb -x "$package" "$there/tree" || return 1; done
    find "$there/tree" -xtype l -delete
    cp -rL "$there/tree/usr/share/wordpress" "$there/root" || return 1
    cp "$here/wp-config.php" "$there/root/wp-config.php"
    rm -rf "$there/packages" "$there/tree"
    [[ -f $there/root/wp-settings.php ]]
}

wanted=$(digest "$here"/{install.sh,wp-config.php})
if is_fresh "$there/stamp" "$wanted" && has_programs; then exit 0; fi

if ! has_programs; then
    can_install || leave_out wordpress "PHP and MariaDB are not here, and by apt-get $(why_not_install)"
    say "Installing PHP and MariaDB's server program (half a minute; no service is started)"
    install_packages "${programs[@]}" || leave_out wordpress "apt-get could not install PHP and MariaDB"
fi
command -v apt-get >/dev/null || leave_out wordpress "WordPress comes from a Debian package, and there is no apt-get"
say "Unpacking WordPress into $there"
quietly wordpress unpack || leave_out wordpress "apt-get could not fetch the package wordpress"
write_stamp "$there/stamp" "$wanted"
rm -f .cache/missing/wordpress
