"""MediaWiki: Wikipedia and its sisters, Fandom, and every other wiki that runs it."""

from crawlers.families.mediawiki import mediawiki

platform = mediawiki(
    key="mediawiki",
    title="MediaWiki",
    example="https://en.wikipedia.org/wiki/Special:Contributions/Jimbo_Wales",
)
