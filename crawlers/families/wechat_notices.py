"""What a WeChat page says in place of an article, an album or a profile; the status is 200 for all of it.

Sources: recorded pages, and the words that public programs look for. A notice about the account stops the
account; one about an article tells what became of that article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from crawlers.families.wechat_script import read_object
from crawlers.html_text import find_class, parse_html, read_element
from crawlers.platform import Unreadable
from crawlers.refusals import header, read_refusal, report
from storage.items import Capture, Problem, ProblemKind, Watched

REFUSALS: Mapping[str, ProblemKind] = {
    "200003": "unauthorised", "200040": "unauthorised", "-3": "unauthorised", "200013": "rate_limited",
}  # fmt: skip
"""``base_resp.ret`` of JSON answers: the session has expired, a wrong token, no session, asked too often."""
WAIT = timedelta(hours=1)
"""WeChat names no time after which it may be asked again."""
_SAID: tuple[tuple[str, ProblemKind, bool], ...] = (
    (r"(?:此|该|这个)?(?:公众号|[帐账]号)(?:[^。]{0,12})(?:迁移)", "not_found", True),
    (r"[帐账]号(?:已被|被)(?:屏蔽|封禁|停用|冻结|处罚)|[帐账]号[^。]{0,12}(?:屏蔽|封禁)", "suspended", True),
    (r"[帐账]号(?:已被?|已经|已自主|已系统)?(?:自主|系统)?(?:注销|回收|冻结|停用)", "deleted", True),
    (r"(?:已被|被)(?:发布者|作者)删除", "deleted", False),
    (r"因违规|违反[^。]{0,30}(?:规定|法规|规范|协议)|涉嫌侵权|已停止访问", "suspended", False),
    (r"(?:暂时|临时)无法(?:查看|访问)|发送失败|仅限?[^。]{0,8}可见|此内容不可见", "private", False),
    (r"环境异常|完成验证|安全验证|拖动(?:下方)?滑块", "challenge", True),
    (r"(?:访问|操作|请求)(?:过于)?频繁|系统繁忙", "rate_limited", True),
    (r"请在微信客户端(?:中)?打开|在微信中打开", "login_wall", True),
    (r"参数错误|链接已过期|链接不存在|内容不存在|页面不存在", "not_found", False),
)
_PLACES = ("weui-msg__title", "weui-msg__desc", "global_error_msg", "mesg-block")
_CAPTCHA = "wappoc_appmsgcaptcha"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said: of which kind it is, and whether it holds for more than the one article."""

    kind: ProblemKind
    words: str
    wide: bool


def read_wide_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """A refusal by status or redirection; pages of notices are ``find_notice``'s."""
    target = header(capture, "location")
    if 300 < capture.status < 400 and capture.status != 304:
        if _CAPTCHA in target:
            return report("challenge", capture, watched, "sent on to WeChat's check of the visitor")
        return report("changed_format", capture, watched, f"sent on to {target[:200]}")
    return read_refusal(capture, watched)


def find_notice(page: str) -> Notice | None:
    """The notice of a page that shows neither an article nor an album."""
    if _CAPTCHA in page[:20_000]:
        return Notice("challenge", "WeChat's check of the visitor", True)
    root = parse_html(page)
    parts = [
        " ".join(read_element(one).text.split()) for name in _PLACES for one in find_class(root, name)[:2]
    ]
    shown = " ".join(dict.fromkeys(filter(None, parts)))
    words = shown or " ".join(read_element(root).text.split())[:2000]
    for pattern, kind, wide in _SAID:
        if found := re.search(pattern, words):
            return Notice(kind, _tell(page, words, found), wide)
    return None


def tell_problem(notice: Notice, capture: Capture, watched: Watched) -> Problem:
    """The problem that a notice is."""
    retry_at = capture.captured_at + WAIT if notice.kind == "rate_limited" else None
    return report(notice.kind, capture, watched, notice.words, retry_at)


def _tell(page: str, words: str, found: re.Match[str]) -> str:
    """The notice's own words, with WeChat's reason where the page gives one."""
    try:
        facts = read_object(page, "window.cgiData")
    except Unreadable:
        facts = {}
    moved = re.search(r"transferTargetLink\s*=\s*['\"]([^'\"]{1,400})", page)
    more = (
        facts.get("del_reason"),
        facts.get("nick_name"),
        facts.get("user_name"),
        moved[1] if moved else "",
    )
    said = words if len(words) < 200 else words[max(0, found.start() - 20) : found.end() + 60]
    return "; ".join(dict.fromkeys((said, *(one for one in more if isinstance(one, str) and one))))
