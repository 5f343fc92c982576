"""Formulas as MathML, which every current browser draws itself: no script, no other host."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math import latex2mathml


def inline(translator: Any, node: nodes.Element) -> None:
    """Write a formula inside a sentence."""
    translator.body.append(latex2mathml.tex2mathml(node.astext()))
    raise nodes.SkipNode


def block(translator: Any, node: nodes.Element) -> None:
    """Write a formula on lines of its own; wide ones scroll within themselves."""
    formula = latex2mathml.tex2mathml(node.astext(), as_block=True)
    translator.body.append(
        '<div class="pb-math" tabindex="0" role="region" aria-label="Formula">'
        + formula
        + "</div>\n"
    )
    raise nodes.SkipNode
