"""How well the gate of disclosure finds: a corpus of made-up texts, planted and look-alikes.

Every identifier here is made up, from the ranges set aside for that where there are any: NHS
numbers that begin with 999, telephone numbers that Ofcom keeps for stories, names of hosts that can
never exist. The corpus is drawn with a fixed seed, so that the same rules give the same figures.

Run ``python -m playbook.checks.planted`` after a change of the rules: it writes the figures that
the page on quality shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import nhs_number

from playbook.checks import identifiers
from playbook.site.constants import DISCLOSURE
from playbook.writing import put

SEED = 20261123
EACH = 90
"""Planted texts of each kind."""
ALIKE = 60
"""Look-alikes of each kind."""


@dataclass(frozen=True)
class Sample:
    """A text of the corpus, and the kind of identifier that is planted in it; empty for none."""

    text: str
    kind: str = ""


def planted() -> list[Sample]:
    """Give texts in each of which one identifier is planted."""
    draw = Random(SEED)  # noqa: S311 - a corpus, no secret
    makers = {
        "nhs-number": _number,
        "postcode": _postcode,
        "birth": _birth,
        "email": _email,
        "phone": _phone,
        "secret": _secret,
        "machine-path": _path,
    }
    return [
        Sample(_set(draw, maker(draw)), kind) for kind, maker in makers.items() for _ in range(EACH)
    ]


def alike() -> list[Sample]:
    """Give texts that look as if they identified somebody, and do not."""
    draw = Random(SEED + 1)  # noqa: S311
    return [Sample(_set(draw, maker(draw))) for maker in LOOK_ALIKES for _ in range(ALIKE)]


def measured() -> dict[str, Any]:
    """Give what the present rules find: planted and found of each kind, recall and precision."""
    true, wrong = planted(), alike()
    found = [one for one in true if any(h.kind == one.kind for h in identifiers.hits(one.text))]
    false = [one for one in wrong if identifiers.hits(one.text)]
    kinds = {
        kind: {
            "planted": sum(one.kind == kind for one in true),
            "found": sum(one.kind == kind for one in found),
        }
        for kind in identifiers.KINDS
    }
    return {
        "planted": len(true),
        "found": len(found),
        "alike": len(wrong),
        "flagged": len(false),
        "recall": round(100 * len(found) / len(true), 1),
        "precision": round(100 * len(found) / (len(found) + len(false)), 1),
        "kinds": kinds,
    }


def write() -> bool:
    """Write the figures for the page on quality; say whether they are new."""
    text = json.dumps(measured(), indent=1) + "\n"
    return put(DISCLOSURE, text.encode())


def _set(draw: Random, words: str) -> str:
    """Put words where they could stand: a sentence, a cell, a specification, an output."""
    frames = (
        "The note says {} and nothing else.",
        "<td>{}</td>",
        '{{"data": {{"values": [{{"x": "{}"}}]}}}}',
        "area,value\nA,{}\n",
        '   "text": ["{}\\n"]',
        "Comment: {}",
        "({})",
        "# {}\n",
    )
    return draw.choice(frames).format(words)


def _digits(draw: Random, many: int) -> str:
    return "".join(str(draw.randrange(10)) for _ in range(many))


def _number(draw: Random) -> str:
    while True:
        digits = f"999{_digits(draw, 7)}"
        if nhs_number.is_valid(digits):
            gap = draw.choice(["", " ", "-", "\u00a0", ".", "\u202f"])
            lead = draw.choice(["", "", "NHS number: ", "NHS No. ", "nhs_number "])
            return lead + gap.join((digits[:3], digits[3:6], digits[6:]))


def _postcode(draw: Random) -> str:
    area = draw.choice(sorted(identifiers.AREAS))
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    inward = f"{draw.randrange(10)}{draw.choice(letters)}{draw.choice(letters)}"
    code = f"{area}{draw.randrange(1, 20)}{draw.choice(['', ' ', ' ', chr(160)])}{inward}"
    return code.lower() if " " in code and draw.random() < 0.2 else code


def _day(draw: Random) -> str:
    day, month, year = draw.randrange(1, 29), draw.randrange(1, 13), draw.randrange(1920, 2020)
    names = "January February March April May June July August September October November December"
    forms = (
        f"{day:02}/{month:02}/{year}",
        f"{year}-{month:02}-{day:02}",
        f"{day} {names.split()[month - 1]} {year}",
        f"{day}.{month}.{year}",
        f"{day:02}-{month:02}-{year}",
    )
    return draw.choice(forms)


def _name(draw: Random) -> str:
    first = ["Ada", "Ben", "Cleo", "Dev", "Esme", "Femi", "Gita", "Hugo", "Ines", "Jo"]
    last = ["Planted", "Sample", "Invented", "Nobody", "Made-Up", "O'Fiction"]
    return f"{draw.choice(first)} {draw.choice(last)}"


def _birth(draw: Random) -> str:
    name, day = _name(draw), _day(draw)
    forms = (
        f"{name}, DOB {day}",
        f"{name} (born {day})",
        f"{name}, date of birth: {day}",
        f"Mrs {name}, {day}",
        f"Patient {name} | {day}",
        f"dob={day}",
        f"d.o.b. {day}",
        f"{name} was born on {day}",
    )
    return draw.choice(forms)


def _email(draw: Random) -> str:
    name = _name(draw).lower().replace(" ", draw.choice([".", "_", ""])).replace("'", "")
    host = draw.choice(["mail.invalid", "nhs.test", "trust.nhs.test", "post.invalid"])
    lead = draw.choice(["", "mailto:", "write to ", "E-mail: "])
    return f"{lead}{name}@{host}"


def _phone(draw: Random) -> str:
    code, number = draw.choice(
        [("07700", f"900{_digits(draw, 3)}"), ("020", f"79460{_digits(draw, 3)}"),
         ("0161", f"4960{_digits(draw, 3)}"), ("01632", f"960{_digits(draw, 3)}")]
    )  # fmt: skip
    plain = f"{code} {number[:3]} {number[3:]}"
    forms = (
        plain,
        plain.replace(" ", ""),
        plain.replace(" ", "-"),
        f"+44 {plain[1:]}",
        f"+44 (0){plain[1:]}",
        f"({code}) {number}",
        f"0044 {plain[1:]}",
        f"tel. {plain}",
    )
    return draw.choice(forms)


def _secret(draw: Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    def drawn(many: int, of: str = letters) -> str:
        return "".join(draw.choice(of) for _ in range(many))

    # In pieces, so that no scanner of this repository takes the code itself for a secret.
    forms = (
        "AKIA" + drawn(16, letters[:26] + "234567"),
        "ghp_" + drawn(36),
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "https://user:" + drawn(12) + "@host.invalid/",
        "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiJub2JvZHkifQ." + drawn(43),
        "xoxb-" + _digits(draw, 11) + "-" + _digits(draw, 11) + "-" + drawn(24),
        "sk_live_" + drawn(24),
        "glpat-" + drawn(20),
    )
    return draw.choice(forms)


def _path(draw: Random) -> str:
    name = draw.choice(["ada", "ben", "cleo", "dev", "esme"])
    forms = (
        f"/home/{name}/work/notes.csv",
        f"/Users/{name}/Desktop/list.xlsx",
        f"C:\\Users\\{name}\\list.csv",
        f"file:///home/{name}/a.html",
        f"/tmp/{name}-4711/reads.jsonl",  # noqa: S108 - a text, no file
        "/root/.cache/notes",
    )
    return draw.choice(forms)


def _isbn(draw: Random) -> str:
    while True:
        digits = f"{draw.choice('4679')}{_digits(draw, 8)}"
        rest = -sum((10 - at) * int(one) for at, one in enumerate(digits)) % 11
        if rest < 10:
            return f"ISBN {digits}{rest}" if draw.random() < 0.5 else f"ISBN-10: {digits}{rest}"


def _concept(draw: Random) -> str:
    while True:
        digits = f"{draw.choice('467')}{_digits(draw, 9)}"
        if nhs_number.is_valid(digits):
            return f"{draw.choice(['SNOMED CT', 'SCTID', 'SNOMED code'])} {digits}"


def _wrong_check(draw: Random) -> str:
    while True:
        digits = f"{draw.choice('467')}{_digits(draw, 9)}"
        if not nhs_number.is_valid(digits):
            return digits


def _longer(draw: Random) -> str:
    return draw.choice([_digits(draw, 12), f"0.{_digits(draw, 10)}", f"E{_digits(draw, 8)}"])


def _ons(draw: Random) -> str:
    lead = draw.choice(["E09", "E54", "E38", "W06", "E010"])
    return f"{lead}{_digits(draw, 6)[: 9 - len(lead)]}"


def _period(draw: Random) -> str:
    year = draw.randrange(2010, 2026)
    forms = (
        f"{year}-04-01 to {year + 1}-03-31",
        f"1 April {year} to 31 March {year + 1}",
        f"{year}/{(year + 1) % 100:02}",
        f"published on {draw.randrange(1, 29)} May {year}",
        f"North Ward, {year}-06-30",
    )
    return draw.choice(forms)


def _doi(draw: Random) -> str:
    forms = (
        f"https://doi.org/10.1371/journal.pone.0{_digits(draw, 6)}",
        f"doi:10.1136/bmj.{_digits(draw, 10)}",
        f"10.1016/S0140-6736({draw.randrange(10, 25)})3{_digits(draw, 4)}-{_digits(draw, 1)}",
        f"PMC{_digits(draw, 7)}",
    )
    return draw.choice(forms)


def _address(draw: Random) -> str:
    number = _number(draw)[-10:].replace(" ", "")
    forms = (
        f"https://example.org/page?id={number}",
        f"https://example.org/{number}/a",
        "name@example.org",
        "https://example.org/@team/sw1a",
        "@media (min-width: 40em)",
    )
    return draw.choice(forms)


def _figures(draw: Random) -> str:
    forms = (
        f"{draw.randrange(1, 900)},{_digits(draw, 3)},{_digits(draw, 3)} people",
        f"0.{_digits(draw, 6)}",
        f"{draw.randrange(10, 90)}.{_digits(draw, 8)} {draw.randrange(10, 90)}.{_digits(draw, 8)}",
        f"00{_digits(draw, 5)}",
        f"0{_digits(draw, 4)} rows",
        f"01{_digits(draw, 14)}",
    )
    return draw.choice(forms)


def _near_postcode(draw: Random) -> str:
    forms = (
        f"ward {draw.choice('ABCDEFGHIJ')}{draw.randrange(1, 9)} 2nd floor",
        f"NW{draw.randrange(1, 11)}",
        f"ICD-10 I{draw.randrange(10, 99)}.{draw.randrange(9)}",
        f"QQ{draw.randrange(1, 9)} {draw.randrange(9)}AB",
        f"M{draw.randrange(1, 4)} {draw.randrange(1, 9)}th edition",
        f"#{draw.choice(['b1', 'e2'])}{draw.randrange(1, 9)}aa{draw.randrange(10, 99)}",
        f"W{draw.randrange(1, 9)} {draw.randrange(1, 9)} weeks",
    )
    return draw.choice(forms)


def _hash(draw: Random) -> str:
    digest = "".join(draw.choice("0123456789abcdef") for _ in range(40))
    return draw.choice(
        [f"sha256:{digest}", digest, f"commit {digest[:12]}", f"a.js?digest={digest}"]
    )


def _near_path(draw: Random) -> str:
    forms = (
        "/home.html",
        "https://example.org/home/ada/",
        "data/tmp/list.csv",
        "notebooks/home/index.md",
        "and/or",
        "../_static/users/logo.svg",
    )
    return draw.choice(forms)


LOOK_ALIKES = (
    _isbn,
    _concept,
    _wrong_check,
    _longer,
    _ons,
    _period,
    _doi,
    _address,
    _figures,
    _near_postcode,
    _hash,
    _near_path,
)


def _missed() -> Iterator[str]:
    for one in planted():
        if not any(hit.kind == one.kind for hit in identifiers.hits(one.text)):
            yield f"missed {one.kind}: {one.text!r}"
    for one in alike():
        for hit in identifiers.hits(one.text):
            yield f"wrong {hit.kind}: {one.text!r}"


def main() -> None:
    """Write the figures, and print what was missed and what was wrong."""
    write()
    for line in _missed():
        print(line)


if __name__ == "__main__":
    main()
