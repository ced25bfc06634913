"""What gives away the software that a site runs: marks in its pages, headers and cookies, as data.

Sources: the fingerprints of the public webappanalyzer project and of maigret's site list, and saved pages
of each engine. A mark's weight is how sure it makes on its own: a page may quote a
word, a generator rarely lies.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Place = Literal["body", "header", "cookie"]
SURE, STRONG, WEAK = 0.95, 0.75, 0.45


class Mark(NamedTuple):
    """``pattern`` is searched in the body (bytes of the page, as text in Latin-1), in ``name: value`` of each
    header, or in the names of cookies."""

    engine: str
    weight: float
    pattern: str
    place: Place = "body"


def _body(engine: str, weight: float, *patterns: str) -> tuple[Mark, ...]:
    return tuple(Mark(engine, weight, pattern) for pattern in patterns)


def _generator(engine: str, words: str) -> tuple[Mark, ...]:
    return _body(
        engine,
        SURE,
        rf"<meta[^>]{{0,80}}name=[\"']?generator[^>]{{0,40}}content=[\"']?[^\"'>]{{0,40}}{words}",
        rf"<meta[^>]{{0,10}}content=[\"']?[^\"'>]{{0,40}}{words}[^>]{{0,80}}name=[\"']?generator",
    )


def _powered(engine: str, words: str) -> tuple[Mark, ...]:
    return _body(
        engine,
        STRONG,
        r"(powered|driven|runs?|proudly|propuls\S{1,12}) (by|on)\W[^<]{0,20}(<[^>]{1,200}>)*\s*" + words,
    )


_FORUMS: tuple[Mark, ...] = (
    *_generator("phpbb", "phpBB"),
    *_powered("phpbb", "phpBB"),
    *_body("phpbb", SURE, r"<body[^>]{0,40}id=[\"']phpbb", r"phpbb_copyright", r"var phpbb\w* ?="),
    *_body("phpbb", STRONG, r"styles/(pro|sub)silver", r"ucp\.php\?mode=(login|register)", r"phpbb\.com"),
    *_body(
        "phpbb",
        WEAK,
        r"memberlist\.php\?mode=",
        r"viewtopic\.php\?(f=\d+&amp;)?t=\d",
        r"adm/style|nojs\b[^>]{0,60}notouch",
    ),
    Mark("phpbb", SURE, r"^phpbb\d?\w*_(sid|u|k)$", "cookie"),
    *_generator("vbulletin", "vBulletin"),
    *_powered("vbulletin", "vBulletin"),
    *_body(
        "vbulletin",
        SURE,
        r"clientscript/vbulletin",
        r"vBulletin_init\(",
        r"vb_login_(md5)?password",
        r"vb_disable_ajax",
    ),
    *_body(
        "vbulletin",
        STRONG,
        r"vb_login_username",
        r"\bvbmenu\w*",
        r"SECURITYTOKEN ?=",
        r"vBulletin&reg;",
        r"core/clientscript",
    ),
    *_body(
        "vbulletin", WEAK, r"forumdisplay\.php\?", r"showthread\.php\?(t=)?\d", r"postbit_", r"id=[\"']vB_"
    ),
    Mark("vbulletin", STRONG, r"^(bb|vb)\w{0,12}(sessionhash|lastvisit|lastactivity)$", "cookie"),
    *_body(
        "xenforo",
        SURE,
        r"<html[^>]{0,300}\bid=[\"']?(XenForo|XF)\b",
        r"data-app=[\"']public[\"'][^>]{0,400}data-template",
        r"\bXF\.config\b",
    ),
    *_body("xenforo", STRONG, r"XenForo", r"js/xenforo/|js/xf/", r"data-xf-(init|click)"),
    *_powered("xenforo", "XenForo"),
    Mark("xenforo", STRONG, r"^xf_(session|csrf|user)$", "cookie"),
    *_generator("smf", "SMF|Simple Machines"),
    *_powered("smf", "SMF"),
    *_body(
        "smf",
        SURE,
        r"\bsmf_(theme_url|default_theme_url|images_url|scripturl|session_id)\b",
        r"simplemachines\.org",
    ),
    *_body(
        "smf",
        STRONG,
        r"Simple Machines",
        r"index\.php\?(PHPSESSID=\w+&amp;)?type=rss;action=\.xml",
        r"index\.php\?[^\"']{0,60}action=(profile|login|register)[;\"']",
    ),
    *_body("smf", WEAK, r"index\.php[?/](board|topic)[=,]\d+\.\d", r"Themes/\w+/(script|css|images)/"),
    *_generator("mybb", "MyBB"),
    *_powered("mybb", "MyBB"),
    *_body("mybb", SURE, r"\bmy_post_key ?=", r"var MyBB\b|\bMyBB\b[^<]{0,40}\bAll rights|MyBB Group"),
    *_body(
        "mybb",
        STRONG,
        r"mybb\.com",
        r"jscripts/(general|prototype|jquery\.plugins)\.(min\.)?js\?ver=",
        r"cookiePrefix ?=",
    ),
    *_body(
        "mybb", WEAK, r"member\.php\?action=(login|register|profile)", r"syndication\.php", r"usercp\.php"
    ),
    Mark("mybb", SURE, r"^(mybb(\[lastvisit\]|user)|\w*mybb\[)", "cookie"),
    *_generator("invision", "(IP\\.?Board|Invision)"),
    *_body(
        "invision",
        SURE,
        r"ipb_(css|var|common)\b|ipb\.(vars|templates|lang)\b",
        r"\bips\.(setSetting|templates|getSetting)\b",
        r"<body[^>]{0,200}\bipsApp\b",
        r"\bipsSettings ?=",
    ),
    *_body(
        "invision",
        STRONG,
        r"Invision (Power|Community)",
        r"\bips(Layout|Type|Button|DataItem|Widget|Comment)_?\w*",
        r"index\.php\?app=(core|members|forums)&",
        r"\bIP\.Board\b",
    ),
    Mark("invision", STRONG, r"^(ips4_|ipbWWL|ipsr?_)", "cookie"),
    *_body(
        "vanilla",
        SURE,
        r"/applications/(vanilla|dashboard)/",
        r"\bgdn\.(meta|definition)\b",
        r"vanillaforums?\.(com|org)",
    ),
    *_body(
        "vanilla",
        STRONG,
        r"<body[^>]{0,80}id=[\"']?(vanilla_|DiscussionsPage)",
        r"id=[\"']Definitions[\"']",
        r"class=[\"'][^\"']{0,80}\bItem(Discussion|Comment)\b",
        r"WebRoot[\"']? ?[:=]",
    ),
    *_powered("vanilla", "Vanilla"),
    Mark("vanilla", SURE, r"^x-powered-by: *vanilla", "header"),
    Mark("vanilla", STRONG, r"^vanilla(-tk)?$", "cookie"),
    *_generator("discuz", "Discuz!"),
    *_powered("discuz", "Discuz!"),
    *_body("discuz", SURE, r"\bdiscuz_uid ?=", r"Comsenz Inc"),
    *_body(
        "discuz",
        STRONG,
        r"Discuz!",
        r"static/js/common\.js\?",
        r"forum\.php\?mod=(viewthread|forumdisplay)",
        r"home\.php\?mod=space",
    ),
    Mark("discuz", STRONG, r"^\w{4,6}_\w{4}_(saltkey|lastvisit|sid)$", "cookie"),
    *_generator("fluxbb", "(FluxBB|PunBB)"),
    *_powered("fluxbb", "(FluxBB|PunBB)"),
    *_body(
        "fluxbb",
        STRONG,
        r"id=[\"']punbb|<div id=[\"']pun\w+[\"'] class=[\"']pun",
        r"fluxbb\.org|punbb\.(org|informer)",
    ),
    *_body(
        "ucoz",
        STRONG,
        r"\bu(coz|cozcom)\.(com|net|ru)\b|<!-- ?/?uSite|\buCoz\.|/\.s/src/",
        r"s\d{1,4}\.ucoz\.net",
        r"\"/index/8-\d",
    ),
    *_body("ucoz", SURE, r"window\.uCoz|\bucoz_js\b|_uCoz", r"<!--u(S|c)\w+\d*-->"),
    Mark("ucoz", STRONG, r"^(uCoz|uzll|[0-9a-z]+uCoz)$", "cookie"),
    *_body(
        "bbpress",
        SURE,
        r"<[a-z]+[^>]{0,60}\bid=[\"']bbp(ress)?-(forums|search|topic|forum)\b",
        r"plugins/bbpress/",
        r"class=[\"'][^\"']{0,80}\bbbp-(topic|forum|reply|body)",
    ),
    *_generator("bbpress", "bbPress"),
    *_generator("discourse", "Discourse"),
    *_body(
        "discourse",
        SURE,
        r"<(meta|div)[^>]{0,80}(discourse_theme_id|data-discourse-setup|discourse-\w+-uri)",
        r"id=[\"']data-discourse-setup",
    ),
    *_body("discourse", STRONG, r"\bdiscourse-assets\b|/assets/discourse"),
    Mark("discourse", SURE, r"^x-discourse-route:", "header"),
    *_body("nodebb", SURE, r"/nodebb\.min\.js", r"component=[\"'](post|topic|category)/", r"\bnodebb-\w+"),
    *_powered("nodebb", "NodeBB"),
    Mark("nodebb", SURE, r"^x-powered-by: *nodebb", "header"),
    *_body(
        "flarum",
        SURE,
        r"id=[\"']flarum-(loading|content|json-payload)",
        r"flarum-loading-error",
        r"flarum\.core\.(app|compat)",
    ),
    Mark("flarum", STRONG, r"^flarum_(session|remember)$", "cookie"),
    *_body("mediawiki", SURE, r"\bwgPageName\b|mw\.loader\b", r"<body[^>]{0,80}\bmediawiki\b"),
    *_generator("mediawiki", "MediaWiki"),
)
_PUBLISHING: tuple[Mark, ...] = (
    *_generator("wordpress", "WordPress"),
    *_body(
        "wordpress",
        STRONG,
        r"/wp-(content|includes)/",
        r"rel=[\"']https://api\.w\.org/",
        r"xmlrpc\.php\?rsd|rel=[\"']pingback",
    ),
    Mark("wordpress", SURE, r"^link:.*rel=\"?https://api\.w\.org/", "header"),
    Mark("wordpress", STRONG, r"^x-pingback:.*xmlrpc\.php|^host-header: *wordpress\.com", "header"),
    *_generator("ghost", "Ghost"),
    *_body("ghost", STRONG, r"/ghost/api/content|data-ghost=|ghost-portal|members/api/\w"),
    Mark("ghost", SURE, r"^x-ghost-cache-status:", "header"),
    *_generator("blogspot", "[Bb]logger"),
    *_body(
        "blogspot",
        STRONG,
        r"www\.blogger\.com/(static|feeds|rearrange|profile)",
        r"blogger\.googleusercontent|\bbp\.blogspot\.com",
        r"_WidgetManager\._Init",
    ),
    *_body("substack", SURE, r"substackcdn\.com", r"window\._preloads[^<]{0,200}substack"),
    Mark("substack", SURE, r"^x-(cluster|served-by): *substack", "header"),
    *_body("tumblr", STRONG, r"assets\.tumblr\.com|static\.tumblr\.com", r"tumblr-theme|\btumblr_controls\b"),
    Mark("tumblr", SURE, r"^x-tumblr-(user|pixel)", "header"),
    *_generator("wix", "Wix\\.com"),
    Mark("wix", SURE, r"^x-wix-request-id:", "header"),
    *_body("wix", STRONG, r"static\.parastorage\.com|wixstatic\.com"),
    *_body("weebly", STRONG, r"cdn\d?\.editmysite\.com", r"_W\.configDomain"),
    *_body("squarespace", STRONG, r"static1?\.squarespace\.com", r"Static\.SQUARESPACE_CONTEXT"),
    Mark("squarespace", SURE, r"^server: *squarespace", "header"),
    *_body("medium", STRONG, r"cdn-(client|static-1)\.medium\.com"),
    Mark("medium", SURE, r"^x-powered-by: *medium", "header"),
    *_body("hatena", STRONG, r"cdn\.blog\.st-hatena\.com"),
    *_generator("writefreely", "WriteFreely"),
    *_body("writefreely", STRONG, r"WriteFreely|writefreely\.org"),
    *_generator("typepad", "TypePad"),
)
_FEDERATED: tuple[Mark, ...] = (
    *_body("mastodon", SURE, r"id=[\"']mastodon[\"']", r"data-props=[^>]{0,200}mastodon"),
    Mark("mastodon", SURE, r"^server: *mastodon", "header"),
    Mark("mastodon", STRONG, r"^_mastodon_session$", "cookie"),
    *_body("pleroma", STRONG, r"To use (Pleroma|Akkoma)|/static/(pleroma|akkoma)"),
    *_body("misskey", SURE, r"<meta[^>]{0,40}name=[\"']?application-name[\"']? content=[\"']?Misskey"),
    *_body("misskey", SURE, r"id=[\"']misskey_(app|clientCtx|meta)"),
    *_body("peertube", SURE, r"<meta[^>]{0,40}property=[\"']?og:platform[\"']? content=[\"']?PeerTube"),
    *_body("peertube", SURE, r"peertube-(plugin|player)|\bPeerTubeServerConfig\b"),
    *_body("lemmy", STRONG, r"window\.isoData ?=|lemmy-ui|join-lemmy\.org"),
    *_body("telegram", SURE, r"\btgme_(page|widget|channel|body)\w*"),
)  # fmt: skip

MARKS: tuple[Mark, ...] = (*_FORUMS, *_PUBLISHING, *_FEDERATED)
VERSIONS: dict[str, str] = {
    "phpbb": r"phpBB(?:&reg;|\W|[\x80-\xff]){0,6}(?:Forum Software)?\s*v?(\d+(?:\.\d+)+)",
    "vbulletin": r"vBulletin(?:&reg;|\W|[\x80-\xff]){0,6}(?: Version)?\s*(\d+(?:\.\d+)*)",
    "xenforo": r"XenForo(?:&trade;|\W|[\x80-\xff]){0,6}(\d+(?:\.\d+)*)",
    "smf": r"SMF\s*(\d+(?:\.\d+)*)",
    "mybb": r"MyBB\s*(\d+(?:\.\d+)+)",
    "invision": r"(?:IP\.Board|Invision Community)\s*(\d+(?:\.\d+)*)",
    "discuz": r"Discuz!\s*(?:<[^>]{1,60}>)?\s*(X?\d+(?:\.\d+)*)",
    "fluxbb": r"(?:FluxBB|PunBB)\s*(\d+(?:\.\d+)+)",
}
"""Where the version stands; for all others, in the generator's words."""
THEMES: dict[str, str] = {
    "phpbb": r"styles/([\w-]{1,40})/",
    "vbulletin": r"(?:styles|skins|clientscript)/([\w-]{1,40})/(?:css|style)",
    "xenforo": r"data-style=\"(\d+)\"|css\.php\?css=xenforo[^\"]{0,80}style=(\d+)",
    "smf": r"Themes/([\w-]{1,40})/",
    "mybb": r"cache/themes/([\w-]{1,40})/",
    "discuz": r"template/([\w-]{1,40})/|data/cache/style_(\d+)_",
    "wordpress": r"wp-content/themes/([\w-]{1,60})/",
    "bbpress": r"wp-content/themes/([\w-]{1,60})/",
    "ghost": r"/assets/built/|assets/css/([\w-]{1,40})\.css\?v=",
}
