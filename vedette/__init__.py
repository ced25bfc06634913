"""The researcher's side: command line, API and pages."""
