"""The index's schema and how it came to be (Alembic)."""
