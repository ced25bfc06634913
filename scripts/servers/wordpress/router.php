<?php
// What a web server's rewrite rules do, for `php -S … -t ROOT router.php`: uploads from the content
// folder, files as they are, everything else through WordPress.

$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');

if (str_starts_with($path, '/wp-content/uploads/')) {
    $uploads = realpath(getenv('WORDPRESS_CONTENT') . '/uploads');
    $file = realpath(getenv('WORDPRESS_CONTENT') . substr($path, strlen('/wp-content')));
    if ($file === false || !is_file($file) || !str_starts_with($file, $uploads . '/')) {
        http_response_code(404);
        return true;
    }
    header('Content-Type: ' . mime_content_type($file));
    header('Content-Length: ' . filesize($file));
    header('Last-Modified: ' . gmdate('D, d M Y H:i:s', filemtime($file)) . ' GMT');
    readfile($file);
    return true;
}
if ($path !== '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
chdir($_SERVER['DOCUMENT_ROOT']);
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
