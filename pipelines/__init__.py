"""What is made of collected posts: the item pipeline and the detectors."""
