"""A publisher that begins to answer with other codes: the same places, and their figures kept.

Figures are compared under the codes of the day, so that a merger is no fall and no
rise, and a new code no loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from playbook.catalogue.areas import Area
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.succession import Heirs, Succession
from playbook.observations import vintages
from playbook.observations.schema import ORDER
from playbook.sources.continuity import Doubt

KEPT = 1e-6
"""Share by which a total may differ and is still the same: publishers print few decimals."""


def carried(rows: pd.DataFrame, succession: Succession, indicator: Indicator) -> pd.DataFrame:
    """Carry a table to the codes of a day; what cannot be shared stays as it is."""
    stays = rows["area"].isin(list(succession.unshared))
    moved = vintages.observations(rows[~stays], succession, indicator)
    return pd.concat([moved, rows[stays]], ignore_index=True) if stays.any() else moved


def held(codes: set[str], heirs: Heirs) -> set[str]:
    """Add to the codes that a table holds those that follow them."""
    return codes | {heir for code in codes for heir in heirs.get(code, ())}


def doubts(
    table: str,
    old: pd.DataFrame,
    new: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
    areas: Mapping[str, Area],
    heirs: Heirs,
) -> Iterator[Doubt]:
    """Look at what an answer says under other codes than those on record.

    Parameters
    ----------
    table
        Id of the indicator.
    old, new
        The table before and after.
    before, after
        The same, carried to the codes of the day.
    areas
        Every area on record.
    heirs
        Who follows whom.
    """
    gone = _keys(old).difference(_keys(new))
    gone = gone[gone.get_level_values("area").isin(list(heirs))]
    if len(gone):
        rows = gone.to_frame(index=False)
        rows["area"] = rows["area"].map(lambda code: list(heirs[code]))
        places = pd.MultiIndex.from_frame(rows.explode("area")).unique()
        frames = {"was": before, "now": after}
        values = {name: frame.set_index(ORDER)["value"] for name, frame in frames.items()}
        both = pd.concat(values, axis=1).reindex(places).dropna()
        odd = both[~np.isclose(both["was"], both["now"], rtol=KEPT)]
        if len(odd):
            first = odd.iloc[0]
            area, start, end, *_ = odd.index[0]
            yield Doubt(
                table,
                "recoded",
                "",
                f"{area} has {first['now']:,.10g} for {start:%Y-%m-%d} to {end:%Y-%m-%d}, and the "
                f"figures under the codes before it come to {first['was']:,.10g} ({len(odd)} such "
                "rows).",
            )
    added = _keys(new).difference(_keys(old)).to_frame(index=False)
    there = _keys(new)
    for code in added["area"].unique():
        ended = areas[code].valid_to
        if code not in heirs or ended is None:
            continue
        late = added[(added["area"] == code) & (added["period_start"] > pd.Timestamp(ended))]
        for heir in heirs[code]:
            twice = pd.MultiIndex.from_frame(late.assign(area=heir)).intersection(there)
            if len(twice):
                end = f"{max(twice.get_level_values('period_end')):%Y-%m-%d}"
                said = f"{code} ended on {ended}, and both it and {heir}, which follows it, have "
                yield Doubt(table, "twice", end, said + f"figures up to {end}: counted twice?")
                break


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[ORDER])
