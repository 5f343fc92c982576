"""Which integrated care board a local authority belongs to, from where its patients register.

No publisher's lookup of authorities to boards is among the extracts. NHS Digital says which board
each GP practice belongs to, and where most of its patients live. Added up over practices that gives
the boards of an authority with their shares, and the table keeps every one of them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from playbook.errors import PlaybookError
from playbook.sources import cvdprevent, geography
from playbook.sources.extract import Extracts, require_unique

AUTHORITIES = Path("places") / "authority_boards.csv"
BOARDS = Path("places") / "boards.csv"
PRACTICES = "qof_practice_2021_22.csv"
REGISTERED = "gp_registered_patients_2022_05.csv"
COLUMNS = ["area", "county", "board", "patients", "share"]
SHARE_DECIMALS = 3


def authorities(extracts: Extracts, areas: pd.DataFrame, data: Path) -> pd.DataFrame:
    """Share the patients of each local authority out among boards.

    Parameters
    ----------
    extracts
        Holds the practices, their patients, and the names of the parts of boards.
    areas
        The table of areas; a district that ended counts for the authority that followed it.
    data
        Folder with ``places/boards.csv``.

    Returns
    -------
    pandas.DataFrame
        ``area, county, board, patients, share``: one row for each authority and board, unitary
        authorities, districts (``county`` names theirs) and counties. ``patients`` are those of
        practices whose patients live mostly there; shares of an authority add up to 1.

    Raises
    ------
    PlaybookError
        If a practice belongs to a part of a board that no record names.
    """
    practices = extracts.read(
        PRACTICES, text=["practice_code", "main_la_code"], numbers=["patients_2022_07"]
    )
    registered = extracts.read(REGISTERED, text=["practice_code", "ccg_code"])
    require_unique(practices, ["practice_code"])
    rows = practices.merge(registered, on="practice_code").dropna()
    rows["board"] = _boards(rows["ccg_code"], extracts, data)
    rows["area"] = _today(rows["main_la_code"], areas)
    lookup = extracts.read(geography.LOOKUP, text=["ltla24_code", "utla23_code"])
    county = lookup.set_index("ltla24_code")["utla23_code"]
    rows["county"] = rows["area"].map(county[county != county.index])
    counties = rows.dropna(subset=["county"]).assign(area=lambda own: own["county"], county=None)
    both = pd.concat([rows, counties], ignore_index=True)
    found = (
        both.groupby(["area", "county", "board"], dropna=False)["patients_2022_07"]
        .sum()
        .rename("patients")
        .reset_index()
    )
    found = found[found["patients"] > 0]
    total = found.groupby("area")["patients"].transform("sum")
    found["patients"] = found["patients"].round().astype("int64")
    found["share"] = (found["patients"] / total).round(SHARE_DECIMALS)
    return found[COLUMNS].sort_values(["area", "board"], ignore_index=True)


def _boards(parts: pd.Series, extracts: Extracts, data: Path) -> pd.Series:
    """Find the board of each part of one, by the code at the end of its published name."""
    boards = Extracts(data / BOARDS.parent).read(BOARDS.name, text=["code", "name"])
    codes = {f"nhs {name} icb".lower(): code for code, name in boards.to_numpy()}
    named = extracts.read(cvdprevent.AUDIT, text=["area_name"])["area_name"].drop_duplicates()
    split = named.str.split(" - ", expand=True)
    known = dict(zip(split[1], split[0].str.lower().map(codes), strict=True))
    found = parts.map(known)
    if found.isna().any():
        strange = parts[found.isna()].iloc[0]
        raise PlaybookError(
            f"no board has the part {strange}, to which a practice belongs. Add the board.",
            file=Path("data") / BOARDS,
            field="name",
        )
    return found


def _today(codes: pd.Series, areas: pd.DataFrame) -> pd.Series:
    follows = areas.dropna(subset=["successor"]).set_index("code")["successor"]
    return codes.replace(follows.to_dict())
