"""A body for each reader of WeChat and Pinterest, in the shape of recorded ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

BIZ = "MzkyODQ5MTIzNw=="
SN = "0123456789abcdef0123456789abcdef"
LINK = f"https://mp.weixin.qq.com/s?__biz={BIZ}&amp;mid=224749TURN&amp;idx=1&amp;sn={SN}"
ALBUM_LINK = (
    f"https://mp.weixin.qq.com/mp/appmsgalbum?__biz={BIZ}&action=getalbum&album_id=4278391120221962241"
)
WORDS = f"""<!DOCTYPE html><html><head><meta property="og:title" content="A title"></head><body>
<h1 id="activity-name">A title</h1><div class="rich_media_content" id="js_content" style="opacity: 0;">
<p>First line<br>second line</p><section><img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/a/640?wx_fmt=jpeg"
 data-w="1260" data-ratio="0.5" alt="图片"></section><p>Last, <a href="https://x.example/">a link</a></p>
<iframe class="video_iframe" data-mpvid="wxv_1" data-src="https://mp.weixin.qq.com/mp/readtemplate?t=v"></iframe>
<mpvoice voice_encode_fileid="MzkyODQ5" name="a voice" play_length="61000"></mpvoice>
<a class="weapp_text_link" data-miniprogram-appid="wx1" data-miniprogram-path="p/a">mini</a></div>
<script>var biz = "" || "{BIZ}"; var mid = "" || "2247494261"; var idx = "" || "1";
var sn = "0123456789abcdef0123456789abcdef" || ""; var ct = "1762243169"; var create_time = "1762243169" * 1;
var msg_title = 'A &quot;title\\x22'.html(false); var nickname = htmlDecode("A &amp; B");
var user_name = "gh_139c40f8a7c6"; var profile_signature = "Words of a bio";
var msg_desc = htmlDecode("digest");
var msg_link = "https://mp.weixin.qq.com/s/NJgNozEXo47KCvmRL4hDiw"; var author = "Somebody";
var msg_source_url = 'http://news.example/a?b=1&amp;c=2'; var _copyright_stat = "1"; var item_show_type = "0";
var modify_time = "1762250000" * 1; var source_biz = ""; var source_mid = ""; var source_idx = "";
var album_info_list = [{{ link: '{ALBUM_LINK.replace("&", "&amp;")}#wechat_redirect' }}];
window.alias = "some_alias" || ""; window.ip_wording = {{ countryName: '中国', provinceName: '浙江' }};
</script></body></html>"""
PICTURES = rf"""<!DOCTYPE html><html><body><script>try {{ window.cgiDataNew = {{
base_resp: {{ ret: '0' * 1, errmsg: JsDecode('ok'), }}, user_name: JsDecode('gh_03ba256a8f7e'),
nick_name: JsDecode('A name'), title: JsDecode('Pictures'), desc: JsDecode('one\x0atwo'),
content_noencode: JsDecode('one \x3ca class=\x22wx_topic_link\x22\x3e#tag\x3c/a\x3e\x0atwo'),
create_time: JsDecode('2025-12-18 17:13'), link: JsDecode('https://mp.weixin.qq.com/s/IeR0bKDttmpFLlXj3-lKiw'),
bizuin: JsDecode('{BIZ}'), mid: '2247490415' * 1, idx: '1' * 1, item_show_type: '8' * 1,
picture_page_info_list: [ {{ cdn_url: JsDecode('https://mmbiz.qpic.cn/a/0?wx_fmt=jpeg\x26amp;from=appmsg'),
width: '1206' * 1, height: '2622' * 1, show_watermark: true, }}, ],
appmsgalbuminfo: {{ album_id: JsDecode('4278391120221962241'), }}, }}; }} catch (e) {{ }}
window.ct = '1766049188';</script></body></html>"""
ABOUT = f"""<html><body><div class="about-page"><div class="item-info">
<div class="item-title basic-title">公众号简介</div>
<div class="item-desc basic-desc">Words of a bio</div></div><div class="item-info basic-info">
<div class="item-title">微信号</div><div class="item-desc">some_alias</div></div><div class="item-info"
id="link"><div class="item-title">认证主体</div><a class="item-desc"
href="http://mp.weixin.qq.com/mp/getverifyinfo?__biz={BIZ}#wechat_redirect">A body</a></div></div>
</body></html>"""
ALBUM_PAGE = f"""<html><body><script>window.cgiData = {{ret: '0',
albumId: '4278391120221962241',nick_name: 'A name',
user_name: 'gh_03ba256a8f7e',article_count: '900' * 1,articleList: [{{title: 'T',create_time: '1766049188',
url: '{LINK}',msgid: '224749TURN',itemidx: '1',cover_theme_color: {{r: '1'}}}}],continue_flag: '1' * 1,}};
</script></body></html>"""
_LISTED = {"title": "T", "create_time": "1766049188", "url": LINK, "msgid": "224749TURN", "itemidx": "1"}
ALBUM = {
    "base_resp": {"ret": 0},
    "getalbum_resp": {"article_list": _LISTED, "continue_flag": "1", "reverse_continue_flag": "0"},
}
LISTED: dict[str, Any] = {
    "title": "A &amp; B",
    "digest": "Words",
    "content_url": LINK.replace("TURN", "4261"),
    "cover": "",
    "author": "Somebody",
    "del_flag": 1,
}
MESSAGES = {"ret": 0, "errmsg": "ok", "general_msg_list": orjson.dumps({"list": [
    {"comm_msg_info": {"datetime": 1762243169},
     "app_msg_ext_info": {**LISTED, "multi_app_msg_item_list": [
         {**LISTED, "content_url": LISTED["content_url"].replace("idx=1", "idx=2"), "del_flag": 4}]}},
    {"comm_msg_info": {"datetime": 1762243170}},
]}).decode()}  # fmt: skip
PUBLISHED = {"base_resp": {"ret": 0}, "publish_page": orjson.dumps({"publish_list": [
    {"publish_info": orjson.dumps({"appmsgex": [
        {"aid": "2247494261_1", "title": "A & B", "digest": "Words", "link": "https://mp.weixin.qq.com/s/x",
         "create_time": 1762243169, "is_deleted": False, "cover": "https://mmbiz.qpic.cn/c"}]}).decode()},
    {"publish_info": ""},
]}).decode()}  # fmt: skip
NOTICE = """<html><body><div class="weui-msg"><h2 class='weui-msg__title title'> {said} </h2>
<div class="weui-msg__desc"><p class="tips">{more}</p></div></div></body></html>"""

PIN: dict[str, Any] = {
    "id": "298785756542286TURN", "type": "pin", "created_at": "Sun, 01 Jan 2023 04:25:28 +0000",
    "title": "", "grid_title": "A title", "description": "Words &amp; #tag https://y.example/ ",
    "alt_text": "An alt text", "link": "https://x.example/page", "domain": "x.example",
    "images": {
        "236x": {"url": "https://i.pinimg.com/236x/a.jpg", "width": 236, "height": 400},
        "orig": {"url": "https://i.pinimg.com/originals/a.jpg", "width": 564, "height": 956},
    },
    "image_signature": "da297454a8faf45b974b72c1ddbb7422",
    "videos": {"video_list": {
        "V_HLSV4": {"url": "https://v1.pinimg.com/a.m3u8", "width": 1080, "height": 1920, "duration": 14166},
        "V_720P": {"url": "https://v1.pinimg.com/a.mp4", "width": 720, "height": 1280, "duration": 14166,
                   "thumbnail": "https://i.pinimg.com/t.jpg"},
    }},
    "pinner": {"id": "298785893936934077", "username": "somebody", "full_name": "Some Body"},
    "native_creator": None, "board": {"id": "7", "name": "Wp", "url": "/somebody/wp/"},
    "reaction_counts": {"1": 140, "5": 1}, "repin_count": 3, "comment_count": 2, "is_promoted": False,
    "carousel_data": {"carousel_slots": [{"images": {"736x": {"url": "https://i.pinimg.com/736x/b.jpg"}}}]},
    "story_pin_data": {"pages": [{"blocks": [{"image": {"images": {"originals": {"url": "https://c.example/"}}}}]}]},
    "hashtags": ["#more"],
}  # fmt: skip
USER: dict[str, Any] = {
    "id": "298785893936934077", "type": "user", "username": "Somebody", "full_name": "Some Body",
    "about": "Words https://b.example/", "follower_count": 5, "following_count": 6, "pin_count": 7,
    "board_count": 2, "website_url": "https://w.example/", "location": "Omsk", "is_private_profile": False,
    "image_xlarge_url": "https://i.pinimg.com/u.jpg", "verified_identity": {"name": "Some Body"},
}  # fmt: skip


def answer_resource(name: str, data: Any, **more: Any) -> dict[str, Any]:
    """A resource's answer."""
    told = {"status": "success", "code": 0, "data": data, "http_status": 200, **more}
    return {"resource_response": told, "resource": {"name": name, "options": {"bookmarks": ["-end-"]}}}


def write_state(**state: Any) -> str:
    """A page that begins with ``state``."""
    written = orjson.dumps({"initialReduxState": state}).decode().replace("</", "<\\/")
    return (
        "<!DOCTYPE html><html><body>"
        f'<script id="__PWS_INITIAL_PROPS__" type="application/json">{written}</script></body></html>'
    )


PIN_FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Some Body</title>
<link>https://www.pinterest.com/somebody/</link><description>Words</description><item><title>A title</title>
<link>https://www.pinterest.com/pin/298785756542286TURN/</link><description>&lt;a
href="https://www.pinterest.com/pin/298785756542286TURN/"&gt;&lt;img src="https://i.pinimg.com/236x/a.jpg"&gt;
&lt;/a&gt;Words #tag https://y.example/</description><pubDate>Sun, 01 Jan 2023 04:25:28 GMT</pubDate>
<guid>https://www.pinterest.com/pin/298785756542286TURN/</guid></item></channel></rss>"""

ALBUM_SAMPLES: tuple[tuple[str, str, Any, Mapping[str, Any]], ...] = (
    ("wechat", "article", WORDS, {}),
    ("wechat", "article", PICTURES, {}),
    ("wechat", "about", ABOUT, {}),
    ("wechat", "album_page", ALBUM_PAGE, {}),
    ("wechat", "album", ALBUM, {"pages": True}),
    ("wechat", "messages", MESSAGES, {}),
    (
        "wechat",
        "messages",
        {"base_resp": {"ret": 0}, "app_msg_list": [{**LISTED, "create_time": 1762243169}]},
        {},
    ),
    ("pinterest", "resource", answer_resource("UserPinsResource", [PIN, {"type": "story"}]), {}),
    ("pinterest", "resource", answer_resource("BaseSearchResource", {"results": [PIN]}), {}),
    ("pinterest", "resource", answer_resource("UserResource", USER), {}),
    ("pinterest", "resource", answer_resource("PinResource", PIN), {}),
    ("pinterest", "profile_page", write_state(users={"1": USER}, pins={"1": PIN}), {}),
    ("pinterest", "pin_page", write_state(pins={"5": PIN}), {"context": {"post": "5"}}),
    ("pinterest", "feed", PIN_FEED, {"context": {"asks": "pages", "recheck": "5"}}),
)
"""Platform, reader, body, and what else ``Sample`` takes."""
