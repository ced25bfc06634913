"""Hacker News: users with their stories and comments, by the Firebase API."""

from crawlers.families.hackernews import hackernews

platform = hackernews(
    key="hackernews", title="Hacker News", example="https://news.ycombinator.com/user?id=norvig"
)
