"""Every worked example is reproduced, and an example can fail."""

from dataclasses import replace

import pytest

from playbook.methods.worked_examples import EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.method} {e.what} {e.inputs}"[:60])
def test_our_answer_is_the_published_one(example):
    computed = example.compute()
    assert example.agrees(computed), f"expected {example.expected}, computed {computed}"


def test_every_example_says_where_its_answer_comes_from():
    assert all(example.source and example.inputs and example.what for example in EXAMPLES)


def test_every_family_of_methods_has_an_example():
    assert {example.method.split(".")[0] for example in EXAMPLES} == {
        "rates", "comparison", "trend", "spc", "funnel", "inequality", "gap", "disclosure",
        "prioritisation", "rank_stability", "portfolio",
    }  # fmt: skip


def test_a_wrong_answer_does_not_agree():
    number = next(e for e in EXAMPLES if isinstance(e.expected, float))
    wrong = replace(number, expected=number.expected + 10 * max(number.tolerance, 1e-6))
    assert not wrong.agrees(number.compute())
    word = next(e for e in EXAMPLES if isinstance(e.expected, str))
    assert not replace(word, expected="another word").agrees(word.compute())
    assert not number.agrees(None)
