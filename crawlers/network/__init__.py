"""The one door: every byte from the network passes this guard, pace and recorder."""
