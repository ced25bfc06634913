<?php
// Founds the site in an empty database server: `php found.php ROOT TITLE`. Prints, as JSON, the
// administrator's name and an application password for the REST API, by which tests write posts.

[, $root, $title] = $argv;

$server = mysqli_connect('localhost', 'root', '', null, 0, getenv('WORDPRESS_SOCKET'));
$server->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');

define('WP_INSTALLING', true);

/** Stands in for WordPress's own, which would send mail. */
function wp_new_blog_notification()
{
}

require_once "$root/wp-load.php";
require_once "$root/wp-admin/includes/upgrade.php";

$site = wp_install($title, 'harbourmaster', 'harbourmaster@harbour.test', true, '', wp_generate_password());
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}
update_option('timezone_string', 'Asia/Shanghai');
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
flush_rewrite_rules();

[$password] = WP_Application_Passwords::create_new_application_password($site['user_id'], ['name' => 'tests']);
echo json_encode(['user' => 'harbourmaster', 'password' => $password]);
