"""Flarum forums on any host: members, boards, threads, whole sites."""

from crawlers.families.flarum import flarum

platform = flarum(
    title="Flarum",
    hosts=("discuss.flarum.org", "discuss.flarum.org.cn"),
    example="https://discuss.flarum.org/u/luceos",
)
