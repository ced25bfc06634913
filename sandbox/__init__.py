"""Simulated platforms on one loopback port, and the influence operation that is played out on them.

``python -m sandbox --port 8443 --folder DIR`` answers for every simulated host under its production
name, over TLS and plain HTTP alike. It imports nothing of the collector: what it plays is written from
the platforms' documentation, so that collector and sandbox cannot share a mistake.
"""
