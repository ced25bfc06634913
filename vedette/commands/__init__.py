"""The commands, one file each; ``vedette.cli`` says in which order the help page shows them."""
