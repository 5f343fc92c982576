"""Editions: publish, never rewrite, and say what changed in the numbers."""
