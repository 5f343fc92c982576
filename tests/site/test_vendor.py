"""Vendored files: made once from installed packages, the same each time, under their licences."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from playbook.site import vendor


def test_the_font_is_small_variable_and_not_under_the_reserved_name(vendored: Path) -> None:
    content = (vendored / "fonts" / vendor.FONT).read_bytes()
    assert len(content) < 40_000
    font = TTFont(BytesIO(content))
    assert font["fvar"].axes[0].axisTag == "wght"
    assert {font["name"].getDebugName(number) for number in (1, 4)} == {vendor.FAMILY}
    letters = font.getBestCmap()
    assert all(ord(letter) in letters for letter in "Aa0£%–’→≥é")
    licence = (vendored / "fonts" / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in licence.upper()


def test_the_charts_come_as_one_script_without_addresses_to_load(vendored: Path) -> None:
    script = (vendored / "vendor" / "vega.js").read_text()
    assert "vegaEmbed" in script
    assert "import(" not in script.replace("import(this", "")


def test_making_again_touches_nothing_until_a_package_changes(vendored: Path) -> None:
    path = vendored / "vendor" / "vega.js"
    before = path.stat().st_mtime_ns
    vendor.make(vendored)
    assert path.stat().st_mtime_ns == before


def test_another_version_makes_the_same_bytes_anew(vendored: Path, tmp_path: Path) -> None:
    again = tmp_path / "vendor"
    (again / "vendor").mkdir(parents=True)
    # Of another version there is one script; all else is not there at all.
    again.with_name("vendor.json").write_text("{}")
    (again / "vendor" / "vega.js").write_text("old")
    assert vendor.make(again) == again
    for name in ("vendor/vega.js", "fonts/playbook-sans.woff2", "fonts/OFL.txt"):
        assert (again / name).read_bytes() == (vendored / name).read_bytes()
