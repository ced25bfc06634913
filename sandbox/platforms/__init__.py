"""One file per simulated software: how it shows the played world to those who ask."""
