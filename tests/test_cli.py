"""The command line: exit codes, one JSON object, and one clear error for each bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from playbook.cli import app
from playbook.sources import package
from tests.catalogue.editing import replace

TABLE = "data/observations/smoking.csv"
RECORD = "data/indicators/smoking.yml"


def invoke(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


def edit(name: str, old: str, new: str, *, pack: bool = True) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        replace(folder / name, old, new)
        if pack and name == TABLE:
            package.write(folder)

    return change


def without_parameters(folder: Path) -> None:
    replace(folder / "notebooks" / "trust.ipynb", '"parameters"', '"parametres"')


def missing_field(folder: Path) -> None:
    path = folder / RECORD
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("question:")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            edit(TABLE, "lower95,upper95", "lower95,upper99", pack=False),
            [TABLE, "upper99"],
            id="a wrong column",
        ),
        pytest.param(
            edit(TABLE, ",14,210,1500,", ",many,210,1500,"),
            [f"{TABLE}:2: value", "many"],
            id="a wrong type",
        ),
        pytest.param(
            edit(TABLE, "E09000902,", "E09000901,"),
            [f"{TABLE}:3", "has the same key as line 2"],
            id="a duplicate key",
        ),
        pytest.param(
            edit(TABLE, "E09000902,", "E09000999,"),
            [f"{TABLE}:3: area", "E09000999"],
            id="an unknown area",
        ),
        pytest.param(
            edit(TABLE, ",14,210,1500,", ",15,225,1500,", pack=False),
            [TABLE, "hash", "playbook data pack"],
            id="a hash that does not match",
        ),
        pytest.param(missing_field, [RECORD, "question", "missing"], id="a missing field"),
        pytest.param(
            edit(RECORD, "polarity: LowIsGood", "polarity: LowIsGod"),
            [RECORD, "polarity", "LowIsGood"],
            id="a wrong word",
        ),
        pytest.param(
            without_parameters,
            ["notebooks/trust.ipynb", "no cell is tagged 'parameters'"],
            id="no parameters cell",
        ),
        pytest.param(
            edit("notebooks/pages.yml", "{trust:", "{turst:"),
            ["notebooks/trust.ipynb", "unknown parameter 'turst'"],
            id="an unknown parameter",
        ),
    ],
)
def test_bad_input_is_one_clear_error_and_the_site_stays(
    mini: Path, change: Callable[[Path], None], said: list[str]
) -> None:
    site = mini / "_build" / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the last good site")
    change(mini)
    code, out, err = invoke("build")
    assert code == 3
    assert out == ""
    assert err.startswith("error: ")
    assert "Traceback" not in err
    for part in said:
        assert part in err
    assert [path.name for path in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text() == "the last good site"
    assert not (mini / "_build" / "runs").exists()


def test_with_json_an_error_is_one_object_too(mini: Path) -> None:
    edit(RECORD, "polarity: LowIsGood", "polarity: LowIsGod")(mini)
    code, out, err = invoke("build", "--json")
    assert code == 3
    said = json.loads(out)
    assert said["ok"] is False
    assert RECORD in said["error"]
    assert "error:" in err


def test_a_wrong_command_line_has_its_own_code(mini: Path) -> None:
    assert invoke("run", "--jobs", "-1")[0] == 2
    assert invoke("bulid")[0] == 2


def test_an_unknown_page_is_refused_with_the_nearest_names(mini: Path) -> None:
    code, _, err = invoke("run", "indicators/smokin")
    assert code == 3
    assert "Did you mean indicators/smoking" in err


def test_one_page_runs_alone_and_then_is_reused(mini: Path) -> None:
    code, out, _ = invoke("run", "smoking", "--json")
    assert code == 0
    said = json.loads(out)
    assert (said["pages"], said["executed"]) == (1, ["indicators/smoking"])
    code, out, err = invoke("run", "smoking", "--json")
    assert json.loads(out)["reused"] == ["indicators/smoking"]
    assert "1 pages: 0 executed, 1 reused, 0 failed" in err
    assert "\r" not in err  # no progress bar where there is no terminal


def test_outside_a_playbook_the_error_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLAYBOOK_ROOT", raising=False)
    code, _, err = invoke("build")
    assert code == 3
    assert "no playbook at or above" in err


def test_packing_again_changes_nothing(mini: Path) -> None:
    before = (mini / "data" / "datapackage.json").read_bytes()
    assert invoke("data", "pack")[0] == 0
    assert (mini / "data" / "datapackage.json").read_bytes() == before


def test_status_and_explain_say_what_changed_in_words(mini: Path) -> None:
    code, _, err = invoke("status", "smoking")
    assert code == 0
    assert "stale: indicators/smoking: it has no run yet" in err
    assert invoke("run", "smoking")[0] == 0
    assert json.loads(invoke("status", "smoking", "--json")[1])["fresh"] == ["indicators/smoking"]
    edit(TABLE, ",14,210,1500,", ",14.2,213,1500,")(mini)
    code, out, err = invoke("status", "smoking", "--json")
    assert code == 0
    reason = "data: smoking × Northbrook changed"
    assert json.loads(out)["stale"] == {"indicators/smoking": [reason]}
    assert err.splitlines()[0] == f"stale: indicators/smoking: {reason}"
    code, out, err = invoke("run", "--explain", "smoking", "--json")
    assert code == 0
    reads = json.loads(out)["reads"]["indicators/smoking"]
    data = [read for read in reads if read["kind"] == "data"]
    assert [read["asked"] for read in data if not read["fresh"]] == [
        "smoking, every area; Persons; 18 and over (changed: smoking × Northbrook)"
    ]
    assert data[0]["rows"] == 3
    assert {"record", "input"} <= {read["kind"] for read in reads}
    assert "changed" in err
    assert json.loads(invoke("status", "smoking", "--json")[1])["fresh"] == [], "nothing was run"
