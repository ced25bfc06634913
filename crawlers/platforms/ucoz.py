"""uCoz forums on any host: the builder of a great many Russian-speaking communities."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_ucoz import UCOZ

platform = forum_html(
    UCOZ,
    example="https://forum.ucoz.ru/index/8-1",
    notes=(
        "of a member are seen the posts on the last pages of the threads that are active now, because guests "
        "get no list of a member's posts: watch the boards to have all"
    ),
)
