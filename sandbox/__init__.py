"""Simulated platforms and a scripted influence operation, to collect from without the live web."""
