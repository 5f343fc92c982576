"""Execution: from the list of pages to executed notebooks in the run store."""
