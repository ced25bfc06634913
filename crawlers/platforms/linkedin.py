"""LinkedIn: public profiles and company pages as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="linkedin",
        title="LinkedIn",
        homepage="https://www.linkedin.com/",
        example="https://www.linkedin.com/company/bellingcat",
        hosts=("www.linkedin.com", "linkedin.com"),
        spellings=(
            r"(?:[a-z]{2}\.)?linkedin\.com/(?P<handle>(?:in|company|school|showcase)/[^/?]{2,100})"
            r"(?:/[^?]*)?(?:\?.*)?",
        ),
        profile="https://www.linkedin.com/$handle",
        pace=Pace(seconds=10.0, concurrency=1),
        notes="strangers see one page at most and then a login wall (status 999 is the answer to programs); "
        "posts are not read one by one, but what the page shows of them is in its text",
    ),
    (
        Marker(kind="challenge", when="/status=999"),
        Marker(kind="login_wall", when="/final_url~linkedin\\.com/(?:authwall|uas/login|login|checkpoint)"),
        Marker(kind="not_found", when="/final_url~linkedin\\.com/(?:404|in/unavailable)"),
        Marker(kind="not_found", when="/status=404"),
    ),
)
