"""X, once Twitter: accounts by the API, by embedded timelines, by the browser and by captures."""

from crawlers.families.x import x

platform = x(key="x", title="X (Twitter)", example="https://x.com/XDevelopers")
