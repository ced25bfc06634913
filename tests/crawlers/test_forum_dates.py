"""Dates of forum pages: every spelling that was met, in the languages and calendars of their themes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawlers.forum_dates import LONGEST, read_forum_date, read_page_zone

SEEN = datetime(2015, 11, 24, 12, 0, 30, tzinfo=UTC)
"""A Tuesday; three in the afternoon where the forum is."""
ZONE = timezone(timedelta(hours=3))

SHOWN = """
04-09-2005, 06:46 PM | 2005-04-09 18:46:00
24-09-2005, 06:46 PM | 2005-09-24 18:46:00
09/24/2005 18:46 | 2005-09-24 18:46:00
24/09/2005 18:46 | 2005-09-24 18:46:00
05/08/2015 à 12:30 | 2015-08-05 12:30:00
02.03.2015 9:05 | 2015-03-02 09:05:00
21.07.2015 - 18:08 | 2015-07-21 18:08:00
21.07.15, 18:08 | 2015-07-21 18:08:00
2015-3-9 21:05:06 | 2015-03-09 21:05:06
2015-03-09 (Mon) 21:05 | 2015-03-09 21:05:00
2015/03/09(月) 21:05 | 2015-03-09 21:05:00
2015-02-08T16:42:46+00:00 | 2015-02-08 19:42:46
2015-02-08 16:42:46 +0800 | 2015-02-08 11:42:46
Mon Jun 01, 2015 10:21 am | 2015-06-01 10:21:00
» Mon Jun 01, 2015 10:21 am | 2015-06-01 10:21:00
Mon Jun 01, 2015 12:21 am | 2015-06-01 00:21:00
Mon Jun 01, 2015 12:21 pm | 2015-06-01 12:21:00
Nov 14, 2015 at 4:23 AM | 2015-11-14 04:23:00
August 2nd, 2015, 08:15 PM | 2015-08-02 20:15:00
Posted 12 March 2015 - 09:12 PM | 2015-03-12 21:12:00
Monday, 9 March 2015 | 2015-03-09 00:00:00
Joined: Nov 2014 | 2014-11-01 00:00:00
March 12 | 2015-03-12 00:00:00
Dec 24, 9 PM | 2014-12-24 21:00:00
Today | 2015-11-24 00:00:00
Today, 9:15 | 2015-11-24 09:15:00
Yesterday, 09:12 PM | 2015-11-23 21:12:00
Tuesday at 4:23 AM | 2015-11-17 04:23:00
Sunday at 4:23 AM | 2015-11-22 04:23:00
just now | 2015-11-24 15:00:30
a moment ago | 2015-11-24 15:00:30
20 minutes ago | 2015-11-24 14:40:30
3 hours ago | 2015-11-24 12:00:30
5 hours, 22 minutes ago | 2015-11-24 09:38:30
2 months ago | 2015-09-24 15:00:30
1 year ago | 2014-11-24 15:00:30
2015年3月9日 21:05 | 2015-03-09 21:05:00
2015年3月9日 下午 9:05 | 2015-03-09 21:05:00
2015-3-9 上午 12:05 | 2015-03-09 00:05:00
发表于 2015-3-9 21:05:06 | 2015-03-09 21:05:06
3月9日 12:30 | 2015-03-09 12:30:00
發表於 昨天 21:05 | 2015-11-23 21:05:00
昨天 21:05 | 2015-11-23 21:05:00
前天 下午 09:05 | 2015-11-22 21:05:00
前天 | 2015-11-22 00:00:00
半小时前 | 2015-11-24 14:30:30
半小時前 | 2015-11-24 14:30:30
5 分钟前 | 2015-11-24 14:55:30
5 分鐘前 | 2015-11-24 14:55:30
3 天前 | 2015-11-21 15:00:30
刚刚 | 2015-11-24 15:00:30
昨日 12:30 | 2015-11-23 12:30:00
3時間前 | 2015-11-24 12:00:30
2015年3月9日 午後9時05分 | 2015-03-09 21:05:00
2015. 3. 9. 오후 9:05 | 2015-03-09 21:05:00
2015년 3월 9일 | 2015-03-09 00:00:00
3시간 전 | 2015-11-24 12:00:30
그저께 21:05 | 2015-11-22 21:05:00
Вчера, 18:20 | 2015-11-23 18:20:00
Сегодня в 10:00 | 2015-11-24 10:00:00
5 часов назад | 2015-11-24 10:00:30
Отправлено 12 Март 2015 - 14:33 | 2015-03-12 14:33:00
12 марта 2015 в 14:33 | 2015-03-12 14:33:00
Вс авг 09, 2015 8:11 pm | 2015-08-09 20:11:00
9 березня 2015, 20:11 | 2015-03-09 20:11:00
5 août 2015 | 2015-08-05 00:00:00
Posté le 5 août 2015 à 12h30 | 2015-08-05 12:30:00
Aujourd'hui à 12:30 | 2015-11-24 12:30:00
Aujourd’hui, 12:30 | 2015-11-24 12:30:00
Avant-hier à 12:30 | 2015-11-22 12:30:00
Il y a 2 heures | 2015-11-24 13:00:30
Gestern | 2015-11-23 00:00:00
gestern um 20:15 Uhr | 2015-11-23 20:15:00
vor 3 Stunden | 2015-11-24 12:00:30
Di 9. Jun 2015, 20:11 | 2015-06-09 20:11:00
5. März 2015, 20:11 | 2015-03-05 20:11:00
ayer | 2015-11-23 00:00:00
hace 3 días | 2015-11-21 15:00:30
9 de marzo de 2015, 21:05 | 2015-03-09 21:05:00
hoje | 2015-11-24 00:00:00
Ontem às 21:05 | 2015-11-23 21:05:00
9 de março de 2015 | 2015-03-09 00:00:00
Qui Mar 05, 2015 9:05 pm | 2015-03-05 21:05:00
lunedì 9 marzo 2015, 21:05 | 2015-03-09 21:05:00
l'altro ieri, 12:00 | 2015-11-22 12:00:00
2 ore fa | 2015-11-24 13:00:30
20 Ağustos 2014 | 2014-08-20 00:00:00
Dün, 21:05 | 2015-11-23 21:05:00
2 saat önce | 2015-11-24 13:00:30
1394/08/27, 00:31 | 2015-11-18 00:31:00
۱۳۹۴/۰۸/۲۷ | 2015-11-18 00:00:00
۲۷ آبان ۱۳۹۴، ۰۰:۳۱ | 2015-11-18 00:31:00
دیروز، 12:30 | 2015-11-23 12:30:00
3 ساعت پیش | 2015-11-24 12:00:30
9 مارس 2015 | 2015-03-09 00:00:00
٩ آذار ٢٠١٥ | 2015-03-09 00:00:00
منذ 3 ساعات | 2015-11-24 12:00:30
أمس, 09:12 مساءً | 2015-11-23 21:12:00
5 Agustus 2015 | 2015-08-05 00:00:00
Kemarin, 21:05 | 2015-11-23 21:05:00
3 jam yang lalu | 2015-11-24 12:00:30
09 Tháng 3 2015 | 2015-03-09 00:00:00
Hôm qua, 21:05 | 2015-11-23 21:05:00
2 giờ trước | 2015-11-24 13:00:30
2558-03-02 12:00 | 2015-03-02 12:00:00
9 มีนาคม 2558 | 2015-03-09 00:00:00
gisteren 21:05 | 2015-11-23 21:05:00
wczoraj, 21:05 | 2015-11-23 21:05:00
"""
TABLE = [tuple(part.strip() for part in line.split(" | ")) for line in SHOWN.strip().splitlines()]


@pytest.mark.parametrize(("text", "there"), TABLE, ids=[row[0] for row in TABLE])
def test_a_spelling_names_its_moment_in_the_zone_of_the_forum(text: str, there: str) -> None:
    found = read_forum_date(text, seen_at=SEEN, zone=ZONE)
    assert found is not None
    assert found.at.tzinfo is UTC
    assert found.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S") == there
    assert "zone unknown" not in found.doubt and "after the capture" not in found.doubt


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("2015-3-9 21:05:06", "zone unknown"),
        ("2015-3-9 21:05:06 GMT", ""),
        ("2015-02-08T16:42:46+00:00", ""),
        ("2015-3-9 21:05", "zone unknown, to the minute"),
        ("20 Ağustos 2014", "zone unknown, to the day"),
        ("Apr 2011", "zone unknown, to the month"),
        ("04-09-2005, 06:46 PM", "zone unknown, to the minute, day and month could be swapped"),
        ("04-04-2005, 06:46 PM", "zone unknown, to the minute"),
        ("04.09.2005, 18:46", "zone unknown, to the minute"),
        ("11-12-2015, 06:46 PM", "zone unknown, to the minute, day and month could be swapped"),
        ("March 12", "zone unknown, to the day, year not shown"),
        ("昨天 21:05", "zone unknown, to the minute, relative to the capture"),
        ("Yesterday", "zone unknown, to the day, relative to the capture"),
        ("3 hours ago", "to the hour, relative to the capture"),
        ("2 months ago", "to the month, relative to the capture"),
        ("2016-3-9 21:05:06", "zone unknown, after the capture"),
    ],
)
def test_what_is_not_certain_is_said(text: str, doubt: str) -> None:
    found = read_forum_date(text, seen_at=SEEN)
    assert found is not None and found.doubt == doubt


def test_an_order_that_would_lie_in_the_future_is_not_believed() -> None:
    found = read_forum_date("12-11-2015, 06:46 PM", seen_at=SEEN)
    assert found is not None and found.at == datetime(2015, 11, 12, 18, 46, tzinfo=UTC)
    assert "swapped" not in found.doubt


def test_the_language_of_the_page_decides_the_order_of_a_day_in_figures() -> None:
    for language, month in (("en-US", 4), ("fr", 9), ("", 9)):
        found = read_forum_date("04/09/2005 18:46", seen_at=SEEN, language=language)
        assert found is not None and found.at.month == month


def test_yesterday_is_that_of_the_forum_not_of_greenwich() -> None:
    late = datetime(2015, 11, 24, 22, 30, tzinfo=UTC)
    found = read_forum_date("Yesterday, 10:00", seen_at=late, zone=timezone(timedelta(hours=8)))
    assert found is not None and found.at == datetime(2015, 11, 24, 2, 0, tzinfo=UTC)


def test_a_leap_day_without_a_year_is_the_last_there_was() -> None:
    found = read_forum_date("29 February", seen_at=SEEN)
    assert found is not None and found.at == datetime(2012, 2, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "soon", "Junior Member", "12", "2015", "May", "5 posts", "Posts: 1,234", "12:30"),
        *("Location: 12 May Street", "Today, 25:00", "2015-13-40", "31.02.2015", "1394/13/01", "1" * 100),
        *("x" * 10_000, "12.12.2012 " * 8, "a " * 60),
    ],
)
def test_what_names_no_moment_is_none(text: str) -> None:
    assert read_forum_date(text, seen_at=SEEN, zone=ZONE) is None


PIECES = st.sampled_from(sorted({piece for text, _ in TABLE for piece in text.split()}))


@given(
    st.text(max_size=2 * LONGEST) | st.lists(PIECES, max_size=12).map(" ".join), st.sampled_from(("", "fa"))
)
@example("0001-01-01 00:00", "")
@example("9999-12-31 23:59", "")
@example("999999999 years ago", "")
@example("Yesterday, 99:99", "")
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_moment_in_utc_or_none_the_same_each_time(text: str, language: str) -> None:
    found = read_forum_date(text, seen_at=SEEN, zone=ZONE, language=language)
    assert found is None or found.at.tzinfo is UTC
    assert read_forum_date(text, seen_at=SEEN, zone=ZONE, language=language) == found


@given(
    st.datetimes(datetime(1995, 1, 1), datetime(2015, 11, 23)),
    st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
    st.sampled_from(
        ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d %B %Y, %I:%M:%S %p", "%a %b %d, %Y %I:%M:%S %p")
    ),
)
@settings(max_examples=100, deadline=None)
def test_a_moment_written_in_a_zone_is_read_as_that_moment(at: datetime, zone: timezone, form: str) -> None:
    at = at.replace(microsecond=0, tzinfo=zone)
    found = read_forum_date(at.strftime(form), seen_at=SEEN, zone=zone)
    assert found is not None and (found.at, found.doubt) == (at, "")


@pytest.mark.parametrize(
    ("footer", "minutes"),
    [
        ("All times are GMT +3. The time now is 10:21 AM.", 180),
        ("All times are UTC+03:30", 210),
        ("All times are UTC", 0),
        ("All times are GMT. The time now is 10:21 AM.", 0),
        ("All times are UTC - 5 hours [ DST ]", -240),
        ("Alle Zeiten sind UTC + 1 Stunde [ Sommerzeit ]", 120),
        ("Alle Zeitangaben in WEZ +1. Es ist jetzt 10:21 Uhr.", 60),
        ("Heures au format UTC + 1 heure", 60),
        ("Fuseau horaire sur UTC+02:00", 120),
        ("Fuseau horaire GMT +1. Il est actuellement 10h21.", 60),
        ("Часовой пояс GMT +3, время: 10:21.", 180),
        ("Часовой пояс: UTC + 4 часа", 240),
        ("La zona horaria es GMT -3. Ahora son las 10:21.", -180),
        ("Todos los horarios son UTC-03:00", -180),
        ("Todos os horários são GMT -3. Agora são 10:21.", -180),
        ("Tutti gli orari sono UTC +1 ora", 60),
        ("Tüm Zamanlar GMT +2 Olarak Ayarlanmış.", 120),
        ("GMT+8, 2015-3-9 21:05 , Processed in 0.021 second(s)", 480),
        ("GMT+5.5, 2015-3-9 21:05 , Processed in 0.021 second(s)", 330),
        ("所有时间均为北京时间。现在的时间是 10:21。时区 GMT +8", 480),
        ("زمان‌ها به وقت GMT +3.5 هستند.", 210),
        ("I'll be there at 5 GMT +9", None),
        ("time GMT +99", None),
        ("", None),
    ],
)
def test_a_page_says_its_zone(footer: str, minutes: int | None) -> None:
    due = None if minutes is None else timezone(timedelta(minutes=minutes))
    assert read_page_zone(f"A post: I wrote it at lunch time.\n{footer}\n") == due


@given(st.text(max_size=300))
def test_any_page_has_a_zone_or_none(text: str) -> None:
    zone = read_page_zone(text)
    assert zone is None or abs(zone.utcoffset(None)) <= timedelta(hours=15)
