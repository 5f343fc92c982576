"""What identifies a person, or opens a door, in a text: each with the rule that knows it.

A rule takes what has the form of an identifier and can be one: the check digit of an NHS number
holds, the area of a postcode exists, a telephone number is one that can be rung. What stands inside
a longer code, an address of the web, or behind the name of another code is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nhs_number
import phonenumbers

GAP = r"[ \u00a0\u2009\u202f.\-\u2010\u2011\u2013/]?"
"""What people put between the groups of a number."""

BEFORE, AFTER = r"(?<!\d\.)(?<![\w/#&%+\-])", r"(?![\w/=%&]|[.\-]\d)"
"""Nothing around it that makes it a part of a longer code or a decimal."""

ADDRESS = re.compile(r"(?:\w+://|www\.|\bdoi|\b10\.\d{4,}/)[^\s\"'<>]*$", re.IGNORECASE)
"""The start of an address of the web, or of a DOI, up to some place in it."""

TEN = re.compile(rf"{BEFORE}\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}{AFTER}")
NHS = re.compile(r"\bnhs\W{0,3}(?:no|num|number|id)\b\W{0,6}(?:is\W{0,3})?$", re.IGNORECASE)
OTHER_CODE = re.compile(
    r"(?:isbn(?:-?10)?|issn|snomed(?:\W?ct)?|sctid|concept(?:\W?id)?|dm\+d|orcid|doi|uprn|order|"
    r"timestamp|epoch|serial|version|build|charity|company|tel|telephone|phone)\W{0,3}"
    r"(?:(?:no|number|code|id)\W{0,3})?$",
    re.IGNORECASE,
)
"""Names of codes that may have ten digits too."""

LETTERS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE
LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL
SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
AREAS = frozenset(LETTERS.split())
"""Letters with which a postcode begins, as Royal Mail has them."""

POSTCODE = re.compile(
    rf"{BEFORE}(?P<area>[A-Z]{{1,2}})(?P<district>\d[A-Z\d]?)[ \u00a0\u202f]{{0,2}}"
    rf"\d[ABD-HJLNP-UW-Z]{{2}}{AFTER}"
    rf"|{BEFORE}(?P<small>[a-z]{{1,2}})\d[a-z\d]?[ \u00a0]\d[abd-hjlnp-uw-z]{{2}}{AFTER}"
)
ORDINAL = re.compile(r"(?:1st|2nd|3rd|\dth)$", re.IGNORECASE)

MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:19|20)?\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\W{{1,2}}{MONTHS}\W{{1,2}}(?:19|20)\d\d)"
)
BIRTH = r"(?:d\.?o\.?b\b\.?|dates?[ _]of[ _]birth|birth[ _]?da(?:te|y)|born(?:\W+on)?)"
BORN = re.compile(rf"\b{BIRTH}[\"'\s:=,;|(>)]{{0,8}}(?:is\s)?{DATE}\b", re.IGNORECASE)
TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Master|Patient|Pt)\.?"
NAMED = re.compile(
    rf"\b{TITLE}\s(?:[A-Z][\w'’\-]+\s?){{1,3}}[\s,;:|(\-]{{1,4}}(?:aged?\W\d+\W+)?(?i:{DATE})\b"
)
EMAIL = re.compile(
    r"(?<![\w.+\-/])[a-z0-9][\w.+\-]*@(?:[a-z0-9\-]+\.)+[a-z]{2,}(?![\w@])", re.IGNORECASE
)
RESERVED = re.compile(r"@(?:[\w\-]+\.)*example\.(?:org|com|net)$", re.IGNORECASE)
"""Names set aside for examples by RFC 2606: nobody has an address there."""

PHONE = re.compile(
    r"(?<!\d\.)(?<![\w/#&%\-])(?:(?:\+|00)44[\s.\-]{0,2}(?:\(0\)\W?)?|\(?0(?=[1-9]))"
    r"(?:[ \u00a0.\-()]{0,2}\d){8,10}(?![\w/=%&]|[.\-]\d)"
)
DRAMA = re.compile(r"(?:\+44|0)(?:7700900\d{3}|1632960\d{3})$")
"""Set aside by Ofcom for stories, and by us for tests: treated as the numbers they look like."""

MACHINE = re.compile(
    r"(?<![\w.:/<\-])(?:file:/{2,3}[\w.]|/(?:home|Users)/[\w.\-]+|/root/|/tmp/[\w.\-]+|/var/folders/"
    r"|/mnt/[\w.\-]+/|[A-Za-z]:\\{1,2}(?:Users|Documents)\b)[^\s\"'<>]*"
)
"""A path that tells about a machine or the person at it."""

KINDS = {
    "nhs-number": "an NHS number",
    "postcode": "a full postcode",
    "birth": "a day of birth, or a day beside a name",
    "email": "an e-mail address",
    "phone": "a telephone number",
    "secret": "a secret",
    "machine-path": "a path of a machine",
}

SECRETS = (
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "JwtTokenDetector",
    "MailchimpDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)
"""Detectors of detect-secrets that know a form; those that guess by disorder flag every hash."""


@dataclass(frozen=True)
class Hit:
    """Something in a text that identifies: its kind, its place and the words."""

    kind: str
    start: int
    words: str

    @property
    def masked(self) -> str:
        """The words as a report may show them: a gate must not print what it keeps back."""
        return f"{self.words[:2]}{'*' * (len(self.words) - 3)}{self.words[-1:]}"


def hits(text: str) -> list[Hit]:
    """Find what identifies a person, or opens a door, in order of its place."""
    found = [hit for rule in _RULES for hit in rule(text) if not _in_address(text, hit)]
    return sorted(found, key=lambda one: one.start)


def _in_address(text: str, hit: Hit) -> bool:
    known = hit.kind in {"nhs-number", "postcode", "phone"}
    return known and bool(ADDRESS.search(text, max(hit.start - 200, 0), hit.start))


def _numbers(text: str) -> Iterator[Hit]:
    for match in TEN.finditer(text):
        before = text[max(match.start() - 30, 0) : match.start()]
        digits = re.sub(r"\D", "", match[0])
        called = NHS.search(before)
        valid = nhs_number.is_valid(digits) and _given_out(digits)
        if called or (valid and not OTHER_CODE.search(before)):
            yield Hit("nhs-number", match.start(), match[0])


def _given_out(digits: str) -> bool:
    """Whether numbers of this range are given to people, or stand for people in tests."""
    ranges = (
        nhs_number.REGION_ENGLAND_WALES_IOM,
        nhs_number.REGION_NORTHERN_IRELAND,
        nhs_number.REGION_SCOTLAND,
        nhs_number.REGION_SYNTHETIC,
    )
    return any(one.contains_number(digits) for one in ranges)


def _postcodes(text: str) -> Iterator[Hit]:
    for match in POSTCODE.finditer(text):
        area = (match["area"] or match["small"]).upper()
        if area in AREAS and not ORDINAL.search(match[0]):
            yield Hit("postcode", match.start(), match[0])


def _births(text: str) -> Iterator[Hit]:
    for rule in (BORN, NAMED):
        for match in rule.finditer(text):
            yield Hit("birth", match.start(), match[0])


def _addresses(text: str) -> Iterator[Hit]:
    for match in EMAIL.finditer(text) if "@" in text else ():
        if not RESERVED.search(match[0]):
            yield Hit("email", match.start(), match[0])


def _phones(text: str) -> Iterator[Hit]:
    for match in PHONE.finditer(text):
        plain = re.sub(r"\(0\)|[^\d+]", "", match[0])
        plain = f"+{plain[2:]}" if plain.startswith("00") else plain
        if DRAMA.match(plain) or _rings(plain):
            yield Hit("phone", match.start(), match[0])


@lru_cache(maxsize=4096)
def _rings(plain: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(plain, "GB"))
    except phonenumbers.NumberParseException:
        return False


def _secrets(text: str) -> Iterator[Hit]:
    for detector in _detectors():
        for pattern in detector.denylist:
            for match in pattern.finditer(text):
                yield Hit("secret", match.start(), match[0])


@lru_cache(maxsize=1)
def _detectors() -> tuple[Any, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    plugins: dict[str, Any] = get_mapping_from_secret_type_to_class()
    known = {plugin.__name__: plugin for plugin in plugins.values()}
    return tuple(known[name]() for name in SECRETS)


def _paths(text: str) -> Iterator[Hit]:
    for match in MACHINE.finditer(text):
        yield Hit("machine-path", match.start(), match[0])


_RULES: tuple[Callable[[str], Iterator[Hit]], ...] = (
    _numbers,
    _postcodes,
    _births,
    _addresses,
    _phones,
    _secrets,
    _paths,
)
