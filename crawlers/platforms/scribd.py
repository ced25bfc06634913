"""Scribd: the public page of an uploader as a visitor's browser shows it."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="scribd",
        title="Scribd",
        homepage="https://www.scribd.com/",
        example="https://www.scribd.com/user/3/Jared-Friedman",
        hosts=("www.scribd.com", "scribd.com"),
        spellings=(r"(?:[a-z]{2}\.)?scribd\.com/user/(?P<key>\d{1,12})(?:/[^?]*)?(?:\?.*)?",),
        profile="https://www.scribd.com/user/$key",
        pace=Pace(seconds=5.0, concurrency=1),
        post_urls=(r"scribd\.com/(?:document|doc|presentation)/(\d+)",),
        notes="low fidelity: no public source tells the shape of an uploader's list, so documents are not "
        "read one by one; what the page shows of them is in its text and links; programs meet a check "
        "(Client Challenge)",
    ),
    (
        Marker(kind="challenge", when="/title~Client Challenge"),
        Marker(kind="not_found", when="/status=404"),
        Marker(kind="deleted", when="/status=410"),
    ),
)
