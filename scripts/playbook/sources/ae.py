"""NHS England, monthly A&E attendances and emergency admissions, by provider.

Attendances are all types of department, booked and unbooked. "Within 4 hours" is from arrival to
admission, transfer or discharge. A "12-hour wait" is 12 hours or more from the decision to admit
to admission. https://www.england.nhs.uk/statistics/statistical-work-areas/ae-waiting-times-and-activity/

The rows are acute trusts (a trust in a month in which it saw type 1 attendances) and the country.
The country is the sum over every provider, also those without a type 1 department. For the
4-hour measure both the numerator and the denominator leave out providers that did not report it.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, require, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import month_end, observations

EARLIER = "ae_provider_monthly_2016_2019.csv"
LATER = "ae_provider_monthly_2020_2026.csv"

ATTENDANCES = ["att_type1", "att_type2", "att_other"]
OVER_4_HOURS = ["over4h_type1", "over4h_type2", "over4h_other"]
NOT_REPORTED = "not_reported_CRS_field_test"
NOT_REPORTED_NOTE = "Not reported: the trust took part in the field test of new A&E standards"


def attendances(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Attendances in the month, all types of department (count)."""
    return _attendances(_flow(extracts), places.country)


def four_hour(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Attendances of 4 hours or less (per cent of attendances, all types).

    A trust that did not report is ``missing``, never 0.
    """
    return _four_hour(_flow(extracts), places.country)


def twelve_hour_waits(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Waits of 12 hours or more from decision to admit (per 1,000 attendances, all types).

    The earlier files do not carry the measure: there are no rows before April 2020.
    """
    return _twelve_hour_waits(_flow(extracts), places.country)


def emergency_admissions(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Emergency admissions through A&E departments of any type in the month (count)."""
    return _emergency_admissions(_flow(extracts), places.country)


def tables(flow: pd.DataFrame, country: str) -> dict[str, pd.DataFrame]:
    """Make every table of providers by month.

    Parameters
    ----------
    flow
        As `named` gives it.
    country
        Code of the country.
    """
    return {
        "ae_attendances": _attendances(flow, country),
        "ae_four_hour": _four_hour(flow, country),
        "ae_twelve_hour_waits": _twelve_hour_waits(flow, country),
        "emergency_admissions": _emergency_admissions(flow, country),
    }


def _attendances(flow: pd.DataFrame, country: str) -> pd.DataFrame:
    return _with_country("ae_attendances", flow.assign(count=flow["attendances"]), country)


def _four_hour(flow: pd.DataFrame, country: str) -> pd.DataFrame:
    within = flow["attendances"] - flow["over_4_hours"]
    counted = flow.assign(count=within, denominator=flow["attendances"])
    return _with_country("ae_four_hour", counted, country, per=100)


def _twelve_hour_waits(flow: pd.DataFrame, country: str) -> pd.DataFrame:
    known = flow.dropna(subset=["waits_12_hours"])
    counted = known.assign(count=known["waits_12_hours"], denominator=known["attendances"])
    return _with_country("ae_twelve_hour_waits", counted, country, per=1000)


def _emergency_admissions(flow: pd.DataFrame, country: str) -> pd.DataFrame:
    return _with_country("emergency_admissions", flow.assign(count=flow["admissions"]), country)


def _flow(extracts: Extracts) -> pd.DataFrame:
    """One row a provider and month: both eras of the file, under one set of names."""
    old_admissions = ["em_adm_type1", "em_adm_type2", "em_adm_other"]
    new_admissions = ["em_adm_type1", "em_adm_type2", "em_adm_other_ae"]
    old = extracts.read(
        EARLIER,
        text=["org_code"],
        dates=["period"],
        numbers=[*ATTENDANCES, *OVER_4_HOURS, *old_admissions],
    )
    new = extracts.read(
        LATER,
        text=["org_code", "over4h_status"],
        dates=["period"],
        numbers=[*ATTENDANCES, *OVER_4_HOURS, *new_admissions, "dta_12h_plus"],
    )
    require(new, "over4h_status", {"reported", NOT_REPORTED})
    for frame in (old, new):
        require_unique(frame, ["period", "org_code"])
    return pd.concat([named(old, old_admissions), named(new, new_admissions)], ignore_index=True)


def named(frame: pd.DataFrame, admissions: list[str]) -> pd.DataFrame:
    """Add departments up. A blank department is one that the provider does not run.

    Parameters
    ----------
    frame
        One row a provider and month: ``org_code``, ``period``, ``att_*``, ``over4h_*``, and, where
        they are there, ``dta_12h_plus`` and ``over4h_status``.
    admissions
        Columns of emergency admissions through A&E.
    """
    reported = frame.get("over4h_status", pd.Series("reported", index=frame.index)) == "reported"
    return pd.DataFrame(
        {
            "area": frame["org_code"],
            "period_start": frame["period"],
            "type_1": frame["att_type1"].fillna(0),
            "attendances": frame[ATTENDANCES].sum(axis=1),
            "over_4_hours": frame[OVER_4_HOURS].sum(axis=1).where(reported),
            "admissions": frame[admissions].sum(axis=1),
            "waits_12_hours": frame.get("dta_12h_plus"),
        }
    )


def _with_country(
    indicator: str, flow: pd.DataFrame, country: str, per: int | None = None
) -> pd.DataFrame:
    """Keep the acute trusts, and add the country as the sum over all providers."""
    everyone = flow.groupby("period_start")
    reporting = flow[flow["count"].notna()].groupby("period_start")
    total = reporting[["count", *(["denominator"] if per else [])]].sum()
    of_all, of_reporting = everyone.size(), reporting.size()
    total["note"] = [
        f"Sum over all {n} providers in the file"
        if n == of_them
        else f"Sum over the {n} of {of_them} providers that reported the measure"
        for n, of_them in zip(of_reporting, of_all[of_reporting.index], strict=True)
    ]
    acute = flow[flow["type_1"] > 0].copy()
    unreported = acute["count"].isna()
    acute["status"] = unreported.map({True: "missing", False: "published"})
    acute["note"] = unreported.map({True: NOT_REPORTED_NOTE, False: ""})
    rows = pd.concat([acute, total.reset_index().assign(area=country)], ignore_index=True)
    rows["period_end"] = month_end(rows["period_start"])
    if per:
        rows["value"] = per * rows["count"] / rows["denominator"]
        rows.loc[rows["count"].isna(), "denominator"] = None
    else:
        rows["value"] = rows["count"]
    return observations(indicator, rows)
