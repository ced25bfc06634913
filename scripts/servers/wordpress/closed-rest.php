<?php
// A must-use plugin: under the host name in WORDPRESS_CLOSED_HOST the REST API is shut to visitors, as
// common "hardening" plugins do it.

add_filter('rest_authentication_errors', function ($result) {
    if (!empty($result) || $_SERVER['HTTP_HOST'] !== getenv('WORDPRESS_CLOSED_HOST')) {
        return $result;
    }
    return new WP_Error('rest_login_required', 'REST API restricted to authenticated users.', ['status' => 401]);
});
