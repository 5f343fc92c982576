"""Attacks by someone who proposes a change: each is tried, and each is refused."""
