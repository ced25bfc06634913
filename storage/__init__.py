"""The archive (WARC files, the truth) and the index (a view of it)."""
