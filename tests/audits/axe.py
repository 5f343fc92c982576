"""The gate of accessibility on a page that a test has made, as lines that say where."""

from __future__ import annotations

from typing import Any

from playbook.checks import accessibility


def judge(tab: Any, where: str) -> list[str]:
    """Judge the page in a tab as it is; give a line for each violation."""
    return [f"{where}: {rule}: {said}" for rule, said, _ in accessibility.judge(tab)]


def audit(tab: Any, address: str, where: str, **how: Any) -> list[str]:
    """Judge a page on a desk and on a phone, light and dark, with all open that can be opened."""
    return [
        f"{where}, {shown}: {rule}: {said}"
        for shown, (rule, said, _) in accessibility.audit(tab, address, **how)
    ]
