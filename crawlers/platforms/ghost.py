"""Ghost, on ghost.io and on any other host: sites and their authors."""

from crawlers.families.ghost import ghost

platform = ghost(key="ghost", title="Ghost", example="https://demo.ghost.io/")
