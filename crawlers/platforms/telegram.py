"""Telegram: public channels by their web preview."""

from crawlers.families.telegram import telegram

platform = telegram(key="telegram", title="Telegram", example="https://t.me/s/durov")
