"""Crawling and scheduling as a whole: real processes, a real archive and index, a small world on loopback."""
