"""Software and standards that many platforms share: each makes a platform out of a few facts."""
