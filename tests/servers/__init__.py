"""Tests against real platform servers, run on loopback under public-looking names."""
