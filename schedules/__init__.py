"""When to crawl: what is due, one process a crawl, leases and upkeep."""
