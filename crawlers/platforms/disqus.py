"""Disqus: users with their comments on all sites, by API 3.0."""

from crawlers.families.disqus import disqus

platform = disqus(key="disqus", title="Disqus", example="https://disqus.com/by/danielha/")
