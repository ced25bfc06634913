"""How harvests become rows: read what the batch touches, merge in memory, write it back at once."""
