"""Reddit: redditors and subreddits by the API, by ``.json`` pages and by feeds."""

from crawlers.families.reddit import reddit

platform = reddit(key="reddit", title="Reddit", example="https://www.reddit.com/user/spez/")
