"""Places: which areas there are, what they are called, and what became of them.

Names and regions come from the extracts themselves (ONS lookups and estimates for local
authorities, the A&E files for trusts). What became of a code that ended is a record kept by hand,
``data/places/changes.csv``, since no single publisher gives it for every kind of area.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from playbook.errors import PlaybookError
from playbook.sources.extract import Extracts

AREA_COLUMNS = [
    "code", "name", "short_name", "type", "region", "code_system",
    "valid_from", "valid_to", "successor", "note",
]  # fmt: skip

# The first three characters of an ONS code say what kind of area it is.
LOCAL_AUTHORITY_TYPES = {
    "E06": "utla", "E08": "utla", "E09": "utla", "E10": "utla", "E07": "ltla",
    "E12": "region", "E92": "country",
}  # fmt: skip

LOOKUP = "lookup_la_region_utla.csv"
SMALL_WORDS = {"and", "of", "the", "upon", "on", "in", "to", "for"}
ACRONYMS = {"NHS", "CCG", "STP", "ICB", "ICS", "BNSSG"}


def local_authorities(extracts: Extracts) -> pd.DataFrame:
    """Return the country, its regions and local authorities: code, name and region.

    The newest spelling of a name wins: the 2024 lookup, then the series of today, then the
    2021 estimates, then the older series.
    """
    lookup = extracts.read(
        LOOKUP,
        {
            "ltla24_code": "text", "ltla24_name": "text", "region24_code": "text",
            "region24_name": "text", "utla23_code": "text", "utla23_name": "text",
        },  # fmt: skip
    )
    region = "region24_code"
    named = [
        lookup[["utla23_code", "utla23_name", region]].set_axis(["code", "name", "region"], axis=1),
        lookup[["ltla24_code", "ltla24_name", region]].set_axis(["code", "name", "region"], axis=1),
        lookup[[region, "region24_name"]].set_axis(["code", "name"], axis=1),
    ]
    for name in (
        "cvd_preventable_mortality_u75_la.csv",
        "ons_mye2021_la_age5_sex.csv",
        "cyp_context_la.csv",
        "fingertips_self_harm_la_2010_2018.csv",
    ):
        frame = extracts.read(name, {"area_code": "text", "area_name": "text"})
        named.append(frame.rename(columns={"area_code": "code", "area_name": "name"}))
    areas = pd.concat(named).drop_duplicates("code")
    areas["type"] = areas["code"].str[:3].map(LOCAL_AUTHORITY_TYPES)
    areas = areas.dropna(subset=["type"])  # combined authorities and metropolitan counties
    # "Buckinghamshire (UA)" and the like tell two codes apart, which the code does already.
    areas["name"] = areas["name"].str.replace(r"\s*\((?:UA|Cty|Met County)\)$", "", regex=True)
    return areas.assign(code_system="ONS")


def trusts(extracts: Extracts) -> pd.DataFrame:
    """Return every trust with type 1 attendances, under its newest name in the series."""
    columns = {"period": "date", "org_code": "text", "org_name": "text", "att_type1": "number"}
    old = extracts.read("ae_provider_monthly_2016_2019.csv", columns)  # type: ignore[arg-type]
    new = extracts.read(
        "ae_provider_monthly_2020_2026.csv",
        columns | {"region": "text"},  # type: ignore[arg-type]
    )
    rows = pd.concat([old, new], ignore_index=True)
    acute = rows[rows["att_type1"] > 0].sort_values("period")
    newest = acute.groupby("org_code")[["org_name", "region"]].last().reset_index()
    names = newest["org_name"].map(title_case, na_action="ignore")
    return pd.DataFrame(
        {
            "code": newest["org_code"],
            "name": names,
            "type": "trust",
            "region": newest["region"],
            "code_system": "ODS",
        }
    )


def areas(extracts: Extracts, changes: pd.DataFrame) -> pd.DataFrame:
    """Every area that a table may name, one row a code."""
    return finished(pd.concat([local_authorities(extracts), trusts(extracts)]), changes)


def finished(named: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Add what became of each code, and put the columns and rows in order."""
    recorded = changes.rename(columns={"name": "kept_name"})
    known = named.merge(recorded, on="code", how="left")
    # A code that ended may have left its name to its successor: two Dorsets, two Somersets.
    known["name"] = known["kept_name"].fillna(known["name"])
    unnamed = known["name"].isna()
    if unnamed.any():
        codes = ", ".join(known.loc[unnamed, "code"])
        raise PlaybookError(
            f"no extract names {codes}. Add a row with the name to changes.csv.",
            file=changes.attrs.get("file"),
            field="name",
        )
    is_trust = known["type"] == "trust"
    known["short_name"] = known["name"].map(short_trust_name).where(is_trust, known["name"])
    first_successor = known["successor"].str.split().str[0]
    region_of = known.set_index("code")["region"]
    known["region"] = known["region"].fillna(first_successor.map(region_of))
    return known.reindex(columns=AREA_COLUMNS).sort_values("code", ignore_index=True)


def read_changes(path: Path) -> pd.DataFrame:
    """Read the hand-kept record of codes that ended."""
    columns = ["code", "name", "valid_from", "valid_to", "successor", "note"]
    return Extracts(path.parent).read(path.name, dict.fromkeys(columns, "text"))


def title_case(name: str) -> str:
    """Turn a name that is published in capitals into the way people write it."""
    words = re.split(r"(\s+|-)", name.strip())
    return "".join(_word(w, first=i == 0) for i, w in enumerate(words))


def _word(word: str, first: bool) -> str:
    bare = word.strip("(),")
    if bare.upper() in ACRONYMS:
        return word.upper()
    if bare.lower() in SMALL_WORDS and not first:
        return word.lower()
    # capitalize() leaves "King's" and "(Westminster)" to us.
    return re.sub(r"[A-Za-z]", lambda m: m.group().upper(), word.lower(), count=1)


def short_trust_name(name: str) -> str:
    """Drop the article and the legal form: a chart says "Rotherham", not "The ... Trust"."""
    return re.sub(r"^The |,?\s+NHS (?:Foundation )?Trust$", "", name)
