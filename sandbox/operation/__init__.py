"""The script of the operation: who posts what, when, with which pictures and links. All from one seed."""
