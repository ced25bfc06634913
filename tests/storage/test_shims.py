"""Shims: what stands in an address is read from it, whatever characters it has; what is opaque is left."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.shims import FORUMS, SHIMS, Shim, unwrap_shim
from storage.urls import parse_url

TARGET = "https://target.example/päge?a=1&b=ü#part"
HREF = parse_url(TARGET).href
SUBSTACK = json.dumps({"e": "https://target.example/a", "p": 1})
QUOTED = quote(TARGET, safe="")


def wrap(shim: Shim, target: str) -> str:
    """The address of a shim that leads to ``target``."""
    host = shim.host or "forum.example"
    held = f"x=1&{shim.parameter}={quote(target, safe='')}&y=2" if shim.parameter else target
    end = ".html" if shim.path in ("/middle", "/middlem", "/middleb", "/ios") else ""
    return f"https://{host}{shim.path}{end}?{held}"


def encode(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_there_are_many_rules_each_of_its_own() -> None:
    assert len(set(SHIMS)) == len(SHIMS) > 80


@pytest.mark.parametrize("shim", SHIMS, ids=lambda one: f"{one.host or 'any host'}{one.path}?{one.parameter}")
def test_every_rule_unwraps(shim: Shim) -> None:
    assert unwrap_shim(wrap(shim, TARGET)) == HREF
    below = wrap(shim, TARGET).replace("https://", "http://m.", 1)
    assert unwrap_shim(below) == HREF
    for scheme in ("javascript:alert(1)", "ftp://target.example/", "/path", ""):
        assert unwrap_shim(wrap(shim, scheme)) is None


@given(
    st.sampled_from(SHIMS),
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.text(st.characters(codec="utf-8"), max_size=30),
)
def test_wrapping_and_unwrapping_gives_the_address_back(shim: Shim, path: str, query: str) -> None:
    target = parse_url(f"https://target.example/{quote(path)}?q={quote(query, safe='')}").href
    assert unwrap_shim(wrap(shim, target)) == target


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (f"https://www.google.co.uk/url?sa=D&q={QUOTED}", HREF),
        (f"https://www.google.com.hk/url?url={QUOTED}", HREF),
        (f"https://disq.us/url?url={QUOTED}%3Aabcdefghijklmnopqrstuv1", HREF),
        ("https://l.facebook.com/l.php?u=https%253A%252F%252Ftarget.example%252Fa",
         "https://target.example/a"),
        ("https://vk.com/away.php?to=http%3A%2F%2Ftarget.example%2F%EF%F0%E0%E2%E4%E0",
         "http://target.example/%D0%BF%D1%80%D0%B0%D0%B2%D0%B4%D0%B0"),
        ("https://web.archive.org/web/20260101000000/https://target.example/a?b=c",
         "https://target.example/a?b=c"),
        ("https://web.archive.org/web/20260101000000im_/http:/target.example/a", "http://target.example/a"),
        ("https://archive.ph/20260101000000/https://target.example/a?b=c", "https://target.example/a?b=c"),
        ("https://archive.today/newest/http://target.example/", "http://target.example/"),
        ("https://wayback.archive-it.org/123/20260101000000/https://target.example/",
         "https://target.example/"),
        ("https://arquivo.pt/wayback/20260101000000/https://target.example/", "https://target.example/"),
        ("https://www.google.com/amp/s/target.example/news/a.html", "https://target.example/news/a.html"),
        ("https://target-example.cdn.ampproject.org/c/s/target.example/a?x=1", "https://target.example/a?x=1"),
        ("https://target-example.cdn.ampproject.org/v/target.example/a", "http://target.example/a"),
        ("https://www-my--paper-example.translate.goog/a?b=1&_x_tr_sl=zh&_x_tr_tl=en",
         "https://www.my-paper.example/a?b=1"),
        ("https://webcache.googleusercontent.com/search?q=cache:AbCdEfGh12:https://target.example/a+words",
         "https://target.example/a"),
        (f"https://www.bing.com/ck/a?!&&p=0&u=a1{encode('https://target.example/x?y=1')}&ntb=1",
         "https://target.example/x?y=1"),
        (f"https://substack.com/redirect/2/{encode(SUBSTACK)}.sig",
         "https://target.example/a"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__target.example_a-3Fb-3D1&d=x",
         "https://target.example/a?b=1"),
        ("https://urldefense.com/v3/__https://target.example/a*2Fb__;JQ!!ACWV5N9M2RV99hQ!sig$",
         "https://target.example/a%2Fb"),
        ("https://r.search.yahoo.com/_ylt=A;_ylu=B/RV=2/RE=1/RO=10/RU=https%3a%2f%2ftarget.example%2fa/RK=2/RS=x-",
         "https://target.example/a"),
        ("https://secure-web.cisco.com/1abcDEF/https%3A%2F%2Ftarget.example%2Fa", "https://target.example/a"),
        ("https://www.anrdoezrs.net/links/1/type/dlg/https://target.example/a?b=1",
         "https://target.example/a?b=1"),
        ("https://forum.example/index.php?app=core&module=system&controller=redirect&url=https%3A%2F%2Ftarget.example%2F",
         "https://target.example/"),
        ("https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftarget.example%2Fa&data=05",
         "https://target.example/a"),
    ],
)  # fmt: skip
def test_as_they_are_met(url: str, target: str) -> None:
    assert unwrap_shim(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "https://t.co/abc",
        "https://www.google.com/search?q=https://target.example/",
        "https://notgoogle.com/url?q=https://target.example/",
        "https://google.com.evil.example/url?q=https://target.example/",
        "https://facebook.com.evil.example/l.php?u=https://target.example/",
        "https://www.facebook.com/l.phpx?u=https://target.example/",
        "https://l.facebook.com/l.php?h=AT0",
        "https://www.bing.com/ck/a?u=a1%%%",
        "https://substack.com/redirect/2/eyJ",
        "https://archive.org/details/https://target.example/",
        "nonsense",
    ],
)
def test_what_holds_no_address_is_no_shim(url: str) -> None:
    assert unwrap_shim(url) is None


@given(st.text(max_size=200), st.sampled_from([*SHIMS, *FORUMS]))
def test_nothing_breaks_it(text: str, shim: Shim) -> None:
    for url in (text, f"https://{text}", wrap(shim, text), f"https://urldefense.com/v3/__{text}__;{text}!!x"):
        found = unwrap_shim(url)
        assert found is None or parse_url(found).href == found
