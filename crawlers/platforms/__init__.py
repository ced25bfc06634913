"""One file a platform, and nothing else: this folder is the registry."""
