"""Discourse forums on any host: members, boards, threads, whole sites."""

from crawlers.families.discourse import discourse

platform = discourse(
    title="Discourse",
    hosts=(
        "meta.discourse.org",
        "try.discourse.org",
        "discuss.python.org",
        "users.rust-lang.org",
        "internals.rust-lang.org",
        "community.openai.com",
        "discuss.elastic.co",
        "discourse.ubuntu.com",
        "discourse.mozilla.org",
        "forum.gitlab.com",
        "forums.docker.com",
        "community.letsencrypt.org",
        "forum.obsidian.md",
        "linux.do",
    ),
    example="https://meta.discourse.org/u/codinghorror",
)
