"""Cards of X: the preview of a link, or a poll. A card is a list of names with typed values."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.html_text import absolute
from crawlers.json_reading import Object, maybe_array, maybe_object, maybe_text

CHOICES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card shows. ``poll`` has a line ``choice=votes`` for each choice."""

    name: str = ""
    url: str = ""
    title: str = ""
    poll: str = ""


def read_card(card: Object) -> Card:
    """A card of the web (``legacy.binding_values``, a list) or of the embedded timeline (an object)."""
    legacy = maybe_object(card, "legacy") or card
    values = _read_values(legacy)
    poll = "\n".join(
        f"{label}={values.get(f'choice{number}_count', '')}"
        for number in range(1, CHOICES + 1)
        if (label := values.get(f"choice{number}_label", ""))
    )
    url = "" if poll else absolute(values.get("card_url", "")) or absolute(maybe_text(legacy, "url"))
    return Card(name=maybe_text(legacy, "name"), url=url, title=values.get("title", ""), poll=poll)


def _read_values(legacy: Object) -> dict[str, str]:
    held = legacy.get("binding_values")
    if isinstance(held, dict):
        return {
            name: maybe_text(value, "string_value") for name, value in held.items() if isinstance(value, dict)
        }
    return {
        maybe_text(one, "key"): maybe_text(maybe_object(one, "value"), "string_value")
        for one in maybe_array(legacy, "binding_values")
        if isinstance(one, dict)
    }
