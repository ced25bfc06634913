"""The software of the long tail that the sandbox plays: a file each."""
