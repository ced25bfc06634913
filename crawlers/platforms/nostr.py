"""Nostr: one network of signed events, in whatever client (Damus, Primal, Amethyst, Snort, YakiHonne …)."""

from crawlers.families.nostr_relay import nostr_relay

platform = nostr_relay(
    key="nostr",
    title="Nostr",
    example="https://primal.net/p/npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6",
    relays=("wss://relay.damus.io/", "wss://nos.lol/", "wss://relay.primal.net/"),
    directory="wss://purplepag.es/",
)
