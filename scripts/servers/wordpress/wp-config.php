<?php
// WordPress for tests, on loopback behind a front that ends TLS: where its data is comes by the
// environment, its public name by the request. Nothing here is secret: all is thrown away.

$_SERVER['HTTPS'] = 'on';
$_SERVER['HTTP_HOST'] ??= getenv('WORDPRESS_HOST');

define('WP_HOME', 'https://' . $_SERVER['HTTP_HOST']);
define('WP_SITEURL', WP_HOME);
define('WP_CONTENT_DIR', getenv('WORDPRESS_CONTENT'));
define('WP_CONTENT_URL', WP_HOME . '/wp-content');

define('DB_HOST', 'localhost:' . getenv('WORDPRESS_SOCKET'));
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);

foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", 'thrown away');
    define("{$name}_SALT", 'thrown away');
}

defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
