<?php
// MediaWiki for tests, on loopback behind a front that ends TLS, with its data in a folder that the
// environment names. Nothing here is secret: all is thrown away.

$wgSitename = 'Harbour Wiki';
$wgServer = 'https://' . getenv('WIKI_HOST');
$wgScriptPath = '/w';
$wgArticlePath = '/wiki/$1';
$wgDBtype = 'sqlite';
$wgDBname = 'wiki';
$wgSQLiteDataDir = getenv('WIKI_DATA');
$wgCacheDirectory = getenv('WIKI_DATA');
$wgSecretKey = str_repeat('thrown away ', 6);
$wgMainCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgAccountCreationThrottle = [];
$wgEnableEmail = false;
$wgPasswordPolicy['policies']['default'] = ['MinimalPasswordLength' => 1];
$wgGroupPermissions['*']['createaccount'] = true;
$wgGroupPermissions['sysop']['deleterevision'] = true;
