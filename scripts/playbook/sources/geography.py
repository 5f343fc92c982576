"""Areas: which there are, what they are called, and what became of them.

Names come from the extracts themselves. Two records are kept by hand, since no publisher gives
them for every kind of area: ``places/changes.csv`` says from when to when a code holds and which
code follows it, and ``places/aliases.csv`` which codes are another name of the same body.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from playbook.catalogue.areas import COLUMNS
from playbook.errors import PlaybookError
from playbook.sources import ae, cvdprevent, fingertips, mental_health, names, population
from playbook.sources import explore_local_statistics as els
from playbook.sources.extract import Extracts
from playbook.sources.places import read_aliases

CHANGES = Path("places") / "changes.csv"
LOOKUP = "lookup_la_region_utla.csv"
UPPER = ["utla23_code", "utla23_name"]
LOWER = ["ltla24_code", "ltla24_name"]
REGION = ["region24_code", "region24_name"]

# The first three characters of an ONS code say what kind of area it is.
LOCAL_AUTHORITY_TYPES = {
    "E06": "utla",
    "E07": "ltla",
    "E08": "utla",
    "E09": "utla",
    "E10": "utla",
    "E12": "region",
    "E92": "country",
}
HEALTH_TYPES = {"Region": "region", "STP": "stp", "CCG": "ccg"}


def areas(extracts: Extracts, data: Path) -> pd.DataFrame:
    """Every area that a table may name: one row a code, the columns of ``places/areas.csv``.

    Raises
    ------
    PlaybookError
        A code has no name, in no extract and not in ``changes.csv``.
    """
    health = health_bodies(extracts, read_aliases(data))
    named = pd.concat([local_authorities(extracts), sub_icbs(extracts), health])
    regions = health[health["type"] == "region"]
    named = pd.concat([named, trusts(extracts, regions)], ignore_index=True)
    return _with_changes(named, data / CHANGES)


def local_authorities(extracts: Extracts) -> pd.DataFrame:
    """Return the country, its regions and local authorities.

    The newest spelling of a name wins: the 2024 lookup, then the series of today, then the
    2021 estimates, then the older series.
    """
    lookup = extracts.read(
        LOOKUP,
        text=[*LOWER, *UPPER, *REGION],
    )
    columns = ["code", "name", "region"]
    named = [
        lookup[[*UPPER, REGION[0]]].set_axis(columns, axis=1),
        lookup[[*LOWER, REGION[0]]].set_axis(columns, axis=1),
        lookup[REGION].set_axis(columns[:2], axis=1),
    ]
    for file in (els.MORTALITY, population.ESTIMATES, els.CHILDREN, fingertips.ADMISSIONS):
        frame = extracts.read(file, text=["area_code", "area_name"])
        named.append(frame.set_axis(columns[:2], axis=1))
    found = pd.concat(named).drop_duplicates("code")
    found["type"] = found["code"].str[:3].map(LOCAL_AUTHORITY_TYPES)
    found = found.dropna(subset=["type"])  # combined authorities and metropolitan counties
    return found.assign(short_name=found["name"], code_system="ONS")


def sub_icbs(extracts: Extracts) -> pd.DataFrame:
    """Return the sub-locations of integrated care boards."""
    frame = extracts.read(cvdprevent.AUDIT, text=["area_code", "area_name"])
    found = frame.drop_duplicates().set_axis(["code", "name"], axis=1)
    found["name"] = found["name"].str.replace(" Of ", " of ").str.replace(" The ", " the ")
    short = found["name"].map(names.short_sub_icb)
    board = found["name"].str.split(" - ").str[0]
    alone = ~board.duplicated(keep=False)
    short = short.mask(alone, board.map(names.short_group))
    return found.assign(short_name=short, type="sub_icb", code_system="ONS")


def health_bodies(extracts: Extracts, aliases: pd.Series) -> pd.DataFrame:
    """Return NHS regions, STPs and CCGs, which the mental health files name."""
    waits = extracts.read(
        mental_health.WAITS,
        text=["org_code", "org_name", "org_level"],
        dates=["period_end"],
    )
    dashboard = extracts.read(
        mental_health.DASHBOARD, text=["org_code", "org_name", "org_type"]
    ).rename(columns={"org_type": "org_level"})
    # The STP names of the first year are plain ("Devon"), and make the short names.
    first = waits[waits["org_code"].isin(aliases.index)].drop_duplicates("org_code")
    plain = first.set_index(first["org_code"].map(aliases))["org_name"]
    both = pd.concat([waits.sort_values("period_end", ascending=False), dashboard])
    both = both.drop_duplicates("org_code")
    both = both[~both["org_code"].isin(aliases.index)]
    found = pd.DataFrame(
        {
            "code": both["org_code"],
            "name": both["org_name"].map(names.title_case),
            "type": both["org_level"].map(HEALTH_TYPES),
            "code_system": "ODS",
        }
    ).dropna(subset=["type"])
    found["name"] = found["name"].str.replace(" Commissioning Region", "")
    is_stp, is_region = found["type"] == "stp", found["type"] == "region"
    short = found["name"].map(names.short_group)
    short = short.mask(is_stp, found["code"].map(plain) + " STP")
    found["short_name"] = short.mask(is_region, found["name"] + " (NHS region)")
    return found


def trusts(extracts: Extracts, regions: pd.DataFrame) -> pd.DataFrame:
    """Return every trust with type 1 attendances, under its newest name in the series."""
    text, seen = ["org_code", "org_name"], "att_type1"
    old = extracts.read(ae.EARLIER, text=text, dates=["period"], numbers=[seen])
    new = extracts.read(ae.LATER, text=[*text, "region"], dates=["period"], numbers=[seen])
    rows = pd.concat([old, new], ignore_index=True)
    acute = rows[rows[seen] > 0].sort_values("period")
    newest = acute.groupby("org_code")[["org_name", "region"]].last().reset_index()
    # The files write "NHS ENGLAND SOUTH WEST" where the region's own name may go on.
    codes = dict(zip(regions["name"].str.upper(), regions["code"], strict=True))
    region = newest["region"].str.removeprefix("NHS ENGLAND ").map(
        lambda short: next((c for name, c in codes.items() if name.startswith(short)), None),
        na_action="ignore",
    )  # fmt: skip
    full = newest["org_name"].map(names.title_case, na_action="ignore")
    return pd.DataFrame(
        {"code": newest["org_code"], "name": full, "type": "trust", "region": region}
    ).assign(code_system="ODS")


def _with_changes(named: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Add the hand-kept record of each code, and put columns and rows in order."""
    columns = ["code", "name", "region", "valid_from", "valid_to", "successor", "note"]
    changes = Extracts(path.parent).read(path.name, text=columns)
    changes = changes.rename(columns={"name": "kept_name", "region": "kept_region"})
    known = named.merge(changes, on="code", how="left")
    # A code that ended may have left its name to its successor: two Dorsets, two Somersets.
    known["name"] = known["kept_name"].fillna(known["name"])
    unnamed = known.loc[known["name"].isna(), "code"]
    if len(unnamed):
        raise PlaybookError(
            f"no extract names {', '.join(unnamed)}. Add a row with the name.",
            file=path,
            field="name",
        )
    known["short_name"] = known["kept_name"].fillna(known["short_name"])
    is_trust = known["type"] == "trust"
    short = known["name"].map(names.short_trust)
    # "Bolton" the trust must not pass for Bolton the borough.
    short = short.mask(short.isin(known.loc[~is_trust, "short_name"]), short + " trust")
    known["short_name"] = known["short_name"].mask(is_trust, short)
    known["region"] = _regions(known)
    return known[COLUMNS].sort_values("code", ignore_index=True)


def _regions(known: pd.DataFrame) -> pd.Series:
    """Regions as recorded, else of the code that followed, else of the code before."""
    region = known["kept_region"].fillna(known["region"]).set_axis(known["code"])
    follows = known.set_index("code")["successor"].dropna()
    for _ in range(2):  # a code may have been followed twice, as Taunton Deane was
        region = region.fillna(follows.map(region))
    before = follows.drop_duplicates()
    earlier = pd.Series(before.index, index=before).map(region)
    return region.fillna(earlier).set_axis(known.index)
