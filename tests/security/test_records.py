"""Records from a stranger: what would run, fill the memory or crash is refused in a sentence."""

from __future__ import annotations

import pytest

from playbook.catalogue import documents
from playbook.errors import PlaybookError

BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: !!python/object/apply:os.system ['true']", "has the tag .*os.system"),
        ("a: !!python/name:os.system", "has the tag"),
        ("a: !!python/object:os.path {b: 1}", "has the tag"),
        ("a: !!set {b, c}", "has the tag"),
        (BOMB, "alias"),
        ("a: " + "[" * 50_000, "more than 50 deep"),
        ("a: " + "{b: " * 50_000, "more than 50 deep"),
        ("- " * 50_000 + "a", "more than 50 deep"),
        ("a: 1" + "0" * 5_000, "number|digits"),
        ("a: \x00", "not valid YAML"),
    ],
    ids=["call", "name", "object", "set", "bomb", "lists", "maps", "dashes", "digits", "null"],
)
def test_a_record_that_is_an_attack_is_refused(text: str, said: str) -> None:
    with pytest.raises(PlaybookError, match=said) as caught:
        documents.parse(text, "data/x.yml")
    assert str(caught.value).startswith("data/x.yml")
