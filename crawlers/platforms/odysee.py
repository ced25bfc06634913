"""Odysee and LBRY channels, by the JSON-RPC that the site and yt-dlp ask.

Source: yt-dlp lbry.py, the LBRY SDK's documentation (``resolve``, ``claim_search``): a claim's id is 40 hex
digits; ``release_time`` is whatever the author says, ``meta.creation_timestamp`` the chain's own time.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts, Refers
from crawlers.families.json_list import json_list
from crawlers.platform import Route

API = "https://api.na-backend.odysee.com/api/v1/proxy"
SEARCH = (
    '{"jsonrpc":"2.0","id":1,"method":"claim_search","params":{"channel_ids":[$key],"order_by":["release_time"],'
    '"claim_type":["stream","repost"],"page":$page,"page_size":$size,"no_totals":false}}'
)
ONE = '{"jsonrpc":"2.0","id":1,"method":"claim_search","params":{"claim_ids":[$post],"page":1,"page_size":1}}'

platform = json_list(
    Named(
        key="odysee", title="Odysee (LBRY)", homepage="https://odysee.com/",
        example="https://odysee.com/@Odysee:8", hosts=("odysee.com", "www.odysee.com", "lbry.tv"),
        api_hosts=("api.na-backend.odysee.com",),
        spellings=(r"(?:odysee\.com|lbry\.tv)/(?P<handle>@[^/@:#?&$]{1,200}(?::[0-9a-f]{1,40})?)(?:/[^?]*)?(?:\?.*)?",),
        profile="https://odysee.com/$handle",
        routes=(Route(name="page",
        sees="all public videos, documents and reposts of a channel; known ones again"),),
        post_urls=(r"(?:odysee\.com|lbry\.tv)/(?:@[^/]+/)?[^/@:]+:([0-9a-f]{40})",),
        notes="the order is by the release time that authors set themselves: a video with a release time "
        "before "
        "what is known is found by a full crawl only; attribute `on_chain_at` is the chain's own time; "
        "questions are "
        "posted to one address, so imports cannot tell them apart",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(
                url=f"{API}?m=resolve",
                body='{"jsonrpc":"2.0","id":1,"method":"resolve","params":{"urls":[$handle]}}',
            ),
            at="/result/*", key="/claim_id", handle="{/name}:{/claim_id}", url="https://odysee.com/{/name}:{/claim_id}",
            display_name="/value/title|/name", bio="/value/description",
            created_at="/meta/creation_timestamp",
            posts="/meta/claims_in_channel", avatar_url="/value/thumbnail/url", banner_url="/value/cover/url",
            links="/value/website_url", attributes=(("email", "/value/email"), ("language",
            "/value/languages")),
            aside="address amount canonical_url claim_op confirmations has_signing_key height "
            "is_channel_signature_valid "
            "normalized_name nout permanent_url short_url timestamp txid type value_type "
            "is_internal_transfer "
            "is_my_input is_my_output is_spent",
        ),
        posts=Posts(
            ask=Ask(url=f"{API}?m=claim_search", body=SEARCH),
            cursor=Cursor(by="page", size=50, is_full=True), items="/result/items/*",
            landmark="/result/total_items=0",
            one=Ask(url=f"{API}?m=claim_search", body=ONE), one_at="/result/items/0", gone="/result/items=[]",
            id="/claim_id", url="https://odysee.com/{/name}:{/claim_id}",
            posted_at="/value/release_time|/meta/creation_timestamp|/timestamp", must=("/value",),
            text="/value/description|/reposted_claim/value/description",
            title="/value/title|/reposted_claim/value/title", owner="/signing_channel/claim_id",
            language="/value/languages", hashtags="/value/tags", images="/value/thumbnail/url",
            refers=(
                Refers(
                    kind="repost", when="/value_type=repost", of="/reposted_claim/claim_id",
                    author="/reposted_claim/signing_channel/claim_id",
                    posted_at="/meta/creation_timestamp|/timestamp",
                ),
            ),
            reposts="/meta/reposted",
            attributes=(
                ("on_chain_at", "/meta/creation_timestamp"), ("changed_at", "/timestamp"), ("license",
                "/value/license"),
                ("stream_type", "/value/stream_type"), ("file_hash", "/value/source/hash"),
            ),
            aside="address amount canonical_url claim_op confirmations height is_channel_signature_valid "
            "normalized_name "
            "nout permanent_url short_url txid type purchase_receipt reposted_claim_id is_internal_transfer "
            "is_my_input is_my_output is_spent",
        ),
        markers=(
            Marker(kind="not_found", when="/result/*/error/name=NOT_FOUND", says="/result/*/error/text"),
            Marker(kind="suspended", when="/result/*/error/name=BLOCKED", says="/result/*/error/text"),
            Marker(kind="changed_format", when="/error/message", says="/error/message"),
        ),
    ),
)  # fmt: skip
