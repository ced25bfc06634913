"""Plugins of the whole test suite (pytest takes them from the top folder only)."""

pytest_plugins = ("tests.require_all",)
