"""The pages of WeChat's official accounts: articles in both shapes, albums, and the notices in their place.

Source: recorded pages, cut down to what they say. An article of words is markup beside variables; one of
pictures is a script alone, whose time is Beijing's to the minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta, timezone
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.addresses import avatar_url
from sandbox.operation.albums import album_of
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure

BEIJING = timezone(timedelta(hours=8))
HOME = "https://mp.weixin.qq.com"
DELETED = "该内容已被发布者删除"
CENSORED = "此内容因违规无法查看"
BLOCKED = "此帐号已被屏蔽, 内容无法查看"
LEFT = "此帐号已自主注销，内容无法查看"
WRONG = "参数错误"
CLIENT_ONLY = "请在微信客户端打开链接。"
CHECK = "环境异常"
_SCRIPTED = {
    "\\": r"\x5c",
    "'": r"\x27",
    '"': r"\x22",
    "<": r"\x3c",
    ">": r"\x3e",
    "&": r"\x26",
    "\n": r"\x0a",
}


def write_article(post: Post, account: Account, phase: int) -> Answer:
    """An article: of pictures where it has any, else of words."""
    return _write_pictures(post, account, phase) if post.pictures else _write_words(post, account, phase)


def write_album(account: Account, posts: Sequence[Post], total: int, more: bool) -> Answer:
    """An album's own page with its newest articles."""
    items = ",".join(
        "{" + ",".join(f"{name}: '{_script(value)}'" for name, value in list_entry(post).items()) + "}"
        for post in posts
    )
    facts = (
        f"window.cgiData = {{ret: '0',albumId: '{album_of(account)}',"
        f"nick_name: '{_script(account.display_name)}',user_name: '{original_id(account)}',"
        f"article_count: '{total}' * 1,articleList: [{items}],"
        f"continue_flag: '{int(more)}' * 1,reverse_continue_flag: '0' * 1,}};"
    )
    rows = "".join(
        f'<li class="album__list-item js_album_item" data-msgid="{_mid(post)}" data-itemidx="1" '
        f'data-link="{escape(post.url)}" data-title="{escape(post.title)}"></li>'
        for post in posts
    )
    content = f'<div id="js_tag_name">合集</div><ul class="album__list js_album_list">{rows}</ul>'
    return _page(f"{content}<script>{facts}</script>", "合集")


def write_notice(said: str, more: str = "", reason: str = "", account: Account | None = None) -> Answer:
    """A page that stands in place of an article; WeChat's reason where it gives one."""
    script = ""
    if account is not None:
        script = (
            f"<script>window.cgiData = {{\n        del_reason_id: '10001',\n        del_reason: '{reason}',\n"
            f"        user_name: '{original_id(account)}',\n"
            f"        nick_name: '{_script(account.display_name)}',\n    }};</script>"
        )
    content = (
        '<div class="weui-msg "><div class="weui-msg__icon-area"><i class="weui-icon-warn"></i></div>'
        "<div class=\"weui-msg__text-area\"><h2 class='weui-msg__title title'>\n"
        f"            {said}\n        </h2>"
        f'<div class="weui-msg__desc"><p class="tips">{more}</p></div></div></div>'
    )
    return _page(content + script, "")


def list_entry(post: Post) -> dict[str, str]:
    """An article as albums list it."""
    return {
        "title": post.title,
        "create_time": str(int(post.posted_at.timestamp())),
        "cover_img_1_1": post.media[0] if post.media else "",
        "url": post.url,
        "msgid": _mid(post),
        "itemidx": "1",
        "is_pay_subscribe": "0",
    }


def original_id(account: Account) -> str:
    """The account's ``gh_`` id."""
    return f"gh_{int(album_of(account)) % 16**12:012x}"


def _write_words(post: Post, account: Account, phase: int) -> Answer:
    moment, edited = int(post.posted_at.timestamp()), post.edited_by(phase)
    changed = int(edited.timestamp()) if edited else ""
    title = escape(post.title)
    text = "".join(
        f"<p>{escape(line)}</p>" if line else "<p><br  /></p>" for line in post.text_in(phase).split("\n")
    )
    head = (
        f'<meta property="og:title" content="{title}" />'
        f'<meta property="og:url" content="{post.url}" /><meta property="og:type" content="article" />'
    )
    album = f"{HOME}/mp/appmsgalbum?__biz={account.number}&action=getalbum&album_id={album_of(account)}"
    content = f"""<div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title " id="activity-name">
 {title}</h1>
<a href="javascript:void(0);" id="js_name">{escape(account.display_name)}</a>
<em id="publish_time" class="rich_media_meta rich_media_meta_text"></em>
<div class="rich_media_content js_underline_content
 defaultNoSetting" id="js_content" style="visibility: hidden; opacity: 0; ">{text}</div></div>
<script type="text/javascript" nonce="1" reportloaderror>
    var biz = "{account.number}" || "";
    var sn = "{post.url[-22:].encode().hex()[:32]}" || "" || "";
    var mid = "{_mid(post)}" || "" || "";
    var idx = "1" || "" || "";
    var item_show_type = "0";
    var create_time = "{moment}" * 1;
    var nickname = htmlDecode("{escape(account.display_name)}");
    var ct = "{moment}";
    var user_name = "{original_id(account)}";
    var profile_signature = "{_script(account.bio)}";
    var hd_head_img = "{avatar_url(account)}" || "";
    var msg_title = '{_script(title)}'.html(false);
    var msg_desc = htmlDecode("");
    var msg_link = "{post.url}";
    var msg_source_url = '';
    var author = "";
    var _copyright_stat = "0";
    var album_info_list = [
        {{
            title: '合集',
            link: '{_script(album.replace("&", "&amp;"))}#wechat_redirect',
            albumId: '{album_of(account)}',
        }},
    ];
    window.alias = "{account.handle}" || "";
    var modify_time = "{changed}" * 1;
    window.ip_wording = {{ countryName: '中国', countryId: '156', provinceName: '广东', cityName: '' }};
</script>"""
    return _page(content, title, head)


def _write_pictures(post: Post, account: Account, phase: int) -> Answer:
    edited = post.edited_by(phase)
    pictures = ",".join(
        f"{{cdn_url: JsDecode('{_script(escape(url))}'),width: '{measure(one.variant)[0]}' * 1,"
        f"height: '{measure(one.variant)[1]}' * 1,poi_info: [\n],show_watermark: true,}}"
        for url, one in zip(post.media, post.pictures, strict=True)
    )
    words = _script(escape(post.text_in(phase), quote=False))
    script = f"""<script>
(function () {{
try {{
    window.cgiDataNew = {{
        base_resp: {{ ret: '0' * 1, errmsg: JsDecode('ok'), }},
        user_name: JsDecode('{original_id(account)}'),
        nick_name: JsDecode('{_script(account.display_name)}'),
        title: JsDecode('{_script(post.title)}'),
        desc: JsDecode('{_script(escape(escape(post.text_in(phase), quote=False)))}'),
        content_noencode: JsDecode('{words}'),
        create_time: JsDecode('{post.posted_at.astimezone(BEIJING):%Y-%m-%d %H:%M}'),
        cdn_url: JsDecode('{_script(post.media[0])}'),
        link: JsDecode('{post.url}'),
        source_url: JsDecode(''),
        alias: JsDecode('{account.handle}'),
        author: JsDecode(''),
        advertisement_info: [
        ],
        copyright_info: {{ copyright_stat: '0' * 1, }},
        signature: JsDecode('{_script(account.bio)}'),
        hd_head_img: JsDecode('{avatar_url(account)}'),
        bizuin: JsDecode('{account.number}'),
        mid: '{_mid(post)}' * 1,
        idx: '1' * 1,
        item_show_type: '8' * 1,
        modify_time: '{int(edited.timestamp()) if edited else 0}' * 1,
        picture_page_info_list: [{pictures},],
        appmsgalbuminfo: {{ album_id: JsDecode('{album_of(account)}'), title: JsDecode('合集'), }},
    }};
}} catch (e) {{ window.cgiError = e; }}
}})();
</script>"""
    head = f'<meta property="og:title" content="{escape(post.title)}" />'
    return _page(f'<div id="js_article" class="share_content_page"></div>{script}', "", head)


def _mid(post: Post) -> str:
    return post.id.split("_")[1]


def _script(text: str) -> str:
    """``text`` within the quotes of a script."""
    return "".join(_SCRIPTED.get(sign, sign) for sign in text)


def _page(content: str, title: str, head: str = "") -> Answer:
    page = (
        '<!DOCTYPE html>\n<html class="">\n<head>\n<meta http-equiv="Content-Type" '
        f'content="text/html; charset=utf-8">\n{head}\n<title>{title}</title>\n</head>\n'
        f'<body id="activity-detail" class="zh_CN wx_wap_page">\n{content}\n</body>\n</html>\n'
    )
    return Answer(body=page.encode(), headers=(("LogicRet", "0"),))
