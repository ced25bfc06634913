"""Figures with the commands that make them."""
