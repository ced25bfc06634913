"""One body a reader of the platforms with lists in HTML. ``TURN`` differs from page to page."""

from __future__ import annotations

from typing import Any

TOP = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>'
PTT_LIST = TOP.format(
    "看板 Stock 文章列表",
    '<a class="board" href="/bbs/Stock/index.html">看板 Stock</a><div class="btn-group-paging">'
    '<a class="btn wide" href="/bbs/Stock/index1.html">最舊</a>'
    '<a class="btn wide" href="/bbs/Stock/search?page=2TURN&amp;q=author%3Aicemilk">‹ 上頁</a></div>'
    '<div class="r-list-container"><div class="r-ent"><div class="nrec"><span>X2</span></div><div '
    'class="title">'
    '<a href="/bbs/Stock/M.178000000TURN.A.1B2.html">[標的] 2330 多</a></div><div class="meta">'
    '<div class="author">icemilk</div><div class="date"> 5/28</div></div></div><div class="r-list-sep"></div>'
    '<div class="r-ent"><div class="title"><a href="/bbs/Stock/M.1700000000.A.0FF.html">[公告] 板規</a></div>'
    '<div class="meta"><div class="author">mod</div></div></div></div>',
)
PTT_ARTICLE = TOP.format(
    "[標的] 2330 多",
    '<div id="main-content" class="bbs-screen bbs-content"><div class="article-metaline"><span '
    'class="article-meta-tag">作者</span><span class="article-meta-value">icemilk (冰)</span></div>'
    '<div class="article-metaline-right"><span class="article-meta-value">Stock</span></div>'
    '<div class="article-metaline"><span class="article-meta-tag">標題</span>'
    '<span class="article-meta-value">'
    "[標的] 2330 多</span></div>\nfirst line &lt;b&gt;\nsecond <a "
    'href="https://x.example/">https://x.example/</a>\n'
    '\n--\n<span class="f2">※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 198.51.100.7 (臺灣)\n</span>'
    '<span class="f2">※ 編輯: icemilk (198.51.100.7 臺灣), 07/05/2026 16:20:33\n</span>'
    '<div class="push"><span class="push-content">: 推</span></div></div>',
)
RUMBLE_LIST = TOP.format(
    "Mei",
    '<div class="channel-header--title"><h1>Mei</h1><span><span>2.98K Followers</span></span></div>'
    '<ol><li class="videostream thumbnail__grid--item" data-video-id="436970680"><img '
    'class="thumbnail__image" '
    'src="https://ak2.rmbl.ws/a.jpg"><a class="videostream__link link" '
    'href="/v7acgqTURN-a-title.html?e9s=src"></a>'
    '<h3 class="thumbnail__title" title="A title">A title</h3>'
    '<time class="videostream__time" datetime="2026-07-01T10:00:00-04:00">July 1</time></li></ol>',
)
RUMBLE_VIDEO = TOP.format(
    "A title",
    '<link rel="canonical" href="https://rumble.com/v7acgq-a-title.html"><script '
    'type="application/ld+json">[{"@type":"VideoObject","name":"A title","duration":"PT1M1S",'
    '"uploadDate":"2026-07-01T10:00:00-04:00","thumbnailUrl":"https://ak2.rmbl.ws/a.jpg","interactionStatistic":'
    '{"userInteractionCount":1234},"embedUrl":"https://rumble.com/embed/v78abc/"}]</script>'
    '<span data-js="rumbles_up_votes">1.2K</span><div data-js="media_long_description_container">'
    '<p class="media-description">words <a href="https://x.example/">x</a></p></div>',
)
SLIDES = TOP.format(
    "Mei",
    '<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{}}}</script>'
    '<a href="/slideshow/slides/4870360TURN">Slides</a><a rel="next" href="/KnowledgeGraph?page=2TURN">2</a>',
)
SLIDE = TOP.format(
    "Slides",
    '<link rel="canonical" href="https://www.slideshare.net/slideshow/slides/48703604"><script '
    'id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"slideshow":{"username":'
    '"KnowledgeGraph","title":"Slides","description":"words https://x.example/","createdAt":'
    '"2026-01-05 21:24:30 UTC","views":5,"likes":1,"totalSlides":9,"slides":{"host":'
    '"https://image.slidesharecdn.com","imageLocation":"a-1","title":"slides"}}}}}</script>',
)
TIEBA_HOME = TOP.format(
    "某人的贴吧",
    '<img src="https://gss0.bdstatic.com/sys/portrait/item/tb.1.1a2b3c4d.WpLx9QZr7?t=1"><ul>'
    '<a class="title" href="/p/90000?pid=1500&amp;cid=0#1500">题目</a></ul>',
)
TIEBA_THREAD = TOP.format(
    "题目_百度贴吧",
    '<a class="card_title_fname">杂谈吧</a><h3 class="core_title_txt" title="题目"></h3>'
    '<div class="p_postlist">'
    '<div data-field="{&quot;author&quot;:{&quot;user_name&quot;:&quot;a&quot;},&quot;content&quot;:'
    '{&quot;post_id&quot;:4}}"><div class="d_post_content">other</div></div>'
    '<div data-field="{&quot;author&quot;:{&quot;user_name&quot;:&quot;某人&quot;},&quot;content&quot;:'
    '{&quot;post_id&quot;:5}}"><div class="d_post_content">字<br><img class="BDE_Image" '
    'src="https://tiebapic.baidu.com/a.jpg"></div><div class="post-tail-wrap"><span>IP属地:广东</span>'
    '<span class="tail-info">来自Android客户端</span><span class="tail-info">7楼</span>'
    '<span class="tail-info">2026-07-01 10:00</span></div></div></div>',
)
NAIRALAND = TOP.format(
    "seun's Posts",
    '<p>(<b>0</b>) <a href="/seun/posts/1TURN">(1)</a></p><table summary="posts"><tr><td class="bold l pu">'
    '<a name="msg9"></a><a href="/7/a-topic#900TURN">Re: A topic</a> by <a class="user" '
    'href="/seun">seun</a>: '
    '<span class="s"><b>2:07pm</b> On <b>Jul 12</b> (Modified: 3:00pm)</span></td></tr><tr><td '
    'id="pb900TURN" '
    'class="l w pd"><div class="narrow"><blockquote>theirs</blockquote>words <a '
    'href="https://x.example/">x</a>'
    '</div><img class="attachmentimage img" src="/attachments/a.jpg"></td></tr></table>',
)
DIARY = TOP.format(
    "Mei",
    '<div class="entry-header"><h4><a href="https://www.opendiary.com/m/mei/a-dayTURN/">A day</a></h4></div>'
    '<a class="next" href="/m/author/southernbelle1788/page/2TURN/">Next</a>',
)
ENTRY = TOP.format(
    "A day",
    '<h1 class="entry-title">A day</h1><span class="time-ago">July 1, 2026</span>'
    '<div class="entry-content"><p>words</p><img src="/a.jpg"></div>',
)
DOCUMENTS: dict[str, Any] = {
    "items": [{"uri": "aTURN", "title": "T", "publishDate": "2026-07-01T00:00:00.000Z", "coverUrl": None}]
    * 100,
    "total": 200,
}
GAGS: dict[str, Any] = {
    "meta": {"status": "Success"},
    "data": {
        "posts": [
            {
                **{
                    "id": "aTURN",
                    "url": "https://9gag.com/gag/aTURN",
                    "title": "T",
                    "creationTs": 1780000000,
                },
                **{"images": {"image700": {"url": "https://img-9gag-fun.9cache.com/a.jpg"}}, "nsfw": 1},
                **{"upVoteCount": 5, "commentsCount": 1, "tags": [{"key": "a"}], "type": "Photo"},
            }
        ],
        "nextCursor": "after=a&c=10",
        "profile": {"creationTs": 1500000000},
    },
}
HTML_SAMPLES: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("ptt", "list", PTT_LIST, {"pages": True}),
    ("rumble", "list", RUMBLE_LIST, {"pages": True}),
    ("rumble", "post", RUMBLE_VIDEO, {}),
    ("slideshare", "list", SLIDES, {"pages": True}),
    ("slideshare", "post", SLIDE, {}),
    ("tieba", "list", TIEBA_HOME, {}),
    ("tieba", "post", TIEBA_THREAD, {}),
    ("nairaland", "list", NAIRALAND, {"pages": True}),
    ("opendiary", "list", DIARY, {"pages": True}),
    ("issuu", "list", DOCUMENTS, {"pages": True}),
    ("ninegag", "list", GAGS, {"pages": True}),
]
