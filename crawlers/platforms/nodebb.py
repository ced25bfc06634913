"""NodeBB forums on any host: members, boards, threads, whole sites."""

from crawlers.families.nodebb import nodebb

platform = nodebb(
    title="NodeBB",
    hosts=("community.nodebb.org", "try.nodebb.org"),
    example="https://community.nodebb.org/user/julian",
)
