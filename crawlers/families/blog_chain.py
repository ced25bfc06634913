"""Hive and Steem, chains that hold blogs: one JSON-RPC interface, ``bridge``, by any public node.

Source: hivemind's bridge API (``get_profile``, ``get_account_posts`` with ``start_author`` and
``start_permlink``, ``get_post``) and the entries that Ecency keeps as samples. Times are UTC without zone.
An account's name is its key; a post is named by author and permlink for ever.
"""

from __future__ import annotations

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Posts, Refers

_CALL = '{"jsonrpc":"2.0","id":1,"method":"bridge.%s","params":{%s}}'
_LIST = '"sort":"posts","account":$key,"limit":$size'


def list_chain(node: str, site: str) -> Listing:
    """The facts of the chain that the node at ``node`` (an address) tells of, shown by ``site``."""

    def call(method: str, parameters: str) -> Ask:
        return Ask(url=node, body=_CALL % (method, parameters))

    return Listing(
        accounts=Accounts(
            ask=call("get_profile", '"account":$key'), at="/result", key="/name", handle="/name",
            url=site + "/@{/name}", display_name="/metadata/profile/name", bio="/metadata/profile/about",
            created_at="/created", followers="/stats/followers", following="/stats/following",
            avatar_url="/metadata/profile/profile_image", banner_url="/metadata/profile/cover_image",
            links="/metadata/profile/website",
            attributes=(
                ("location", "/metadata/profile/location"), ("reputation", "/reputation"), ("entries",
                "/post_count"),
            ),
            aside="id active blacklists context",
        ),
        posts=Posts(
            ask=call("get_account_posts", _LIST),
            next=call("get_account_posts", f'{_LIST},"start_author":$author,"start_permlink":$permlink'),
            cursor=Cursor(by="last", names=(("author", "/author"), ("permlink", "/permlink")), size=20,
            is_full=True),
            items="/result/*", one=call("get_post", '"author":$post_head,"permlink":$post_tail'),
            one_at="/result",
            gone="/result=null", id="{/author}/{/permlink}", url=site + "/@{/author}/{/permlink}",
            owner="/author",
            posted_at="/created", edited_at="/updated", text="/body", must=("/body", "/title"),
            title="/title",
            kind="article", hashtags="/json_metadata/tags", images="/json_metadata/image",
            refers=(
                Refers(
                    kind="quote", when="/json_metadata/original_permlink",
                    of="{/json_metadata/original_author}/{/json_metadata/original_permlink}",
                    author="/json_metadata/original_author",
                ),
            ),
            replies="/children", likes="/stats/total_votes", reposts="/reblogs",
            attributes=(
                ("app", "/json_metadata/app"), ("community", "/community"), ("community_title",
                "/community_title"),
                ("payout", "/payout"), ("category", "/category"),
            ),
            aside="post_id depth net_rshares is_paidout payout_at pending_payout_value author_payout_value "
            "curator_payout_value promoted replies author_reputation url beneficiaries max_accepted_payout "
            "percent_hbd "
            "percent_steem_dollars active_votes blacklists author_role author_title original_entry "
            "reblogged_by",
        ),
        markers=(
            Marker(kind="not_found", when="/error/message~(?i)does not exist|not found",
            says="/error/message"),
            Marker(kind="not_found", when="/error/data~(?i)does not exist|not found", says="/error/data"),
            Marker(kind="changed_format", when="/error/message", says="/error/message"),
        ),
    )  # fmt: skip
