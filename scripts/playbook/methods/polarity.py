"""Which way is good: the three answers that a publisher can give for an indicator."""

from typing import Literal, get_args

Polarity = Literal["HighIsGood", "LowIsGood", "NoJudgement"]


def check_polarity(polarity: str) -> str:
    """Return the polarity, or raise ``ValueError`` with the words that are allowed."""
    if polarity not in get_args(Polarity):
        raise ValueError(f"Polarity is {polarity!r}; give one of {', '.join(get_args(Polarity))}.")
    return polarity
