"""Pictures are drawn once, the same wherever, small, and in the vendored typeface."""

from __future__ import annotations

import io
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from playbook.errors import PlaybookError
from playbook.site import pictures as store
from playbook.site.artists import Artists, paint
from playbook.site.pictures import Pictures, placed

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
    '<rect width="40" height="20" fill="#FFFFFF"/><rect width="20" height="20" fill="#12436D"/>'
    "</svg>"
)
WORDS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
    '<text y="30" font-size="30" font-family="FAMILY">North</text></svg>'
)


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def test_a_picture_is_delivered_in_its_size_with_a_palette(
    pictures: Pictures, tmp_path: Path
) -> None:
    pictures.order("_figures/a/b.png", SQUARE, 2)
    assert pictures.deliver(tmp_path / "site") == 1
    image = opened(tmp_path / "site/_figures/a/b.png")
    assert (image.format, image.mode, image.size) == ("PNG", "P", (80, 40))
    assert image.convert("RGB").getpixel((5, 5)) == (0x12, 0x43, 0x6D)
    assert image.convert("RGB").getpixel((75, 5)) == (255, 255, 255)


def test_the_same_picture_is_drawn_once(
    pictures: Pictures, tmp_path: Path, vendored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.order("a.png", SQUARE)
    pictures.order("b.png", SQUARE)
    pictures.deliver(tmp_path / "site")
    kept = list(pictures.folder.iterdir())
    assert len(kept) == 1
    before = (tmp_path / "site/a.png").stat().st_mtime_ns

    def refuse(*_given: object, **_options: object) -> None:
        raise AssertionError("nothing is to be drawn")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    again = Pictures(pictures.folder, vendored / "fonts")
    again.order("a.png", SQUARE)
    assert again.deliver(tmp_path / "site") == 0
    assert (tmp_path / "site/a.png").stat().st_mtime_ns == before
    with pytest.raises(AssertionError, match="nothing is to be drawn"):
        again.order("a.png", SQUARE, 2)


def test_another_place_gives_the_same_bytes(
    pictures: Pictures, tmp_path: Path, vendored: Path
) -> None:
    other = Pictures(tmp_path / "other", vendored / "fonts")
    for one in (pictures, other):
        one.order("a.png", WORDS.replace("FAMILY", "Playbook Sans"), 2)
    (here,), (there,) = pictures.drawn().values(), other.drawn().values()
    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()


def test_the_letters_are_those_of_the_vendored_typeface(pictures: Pictures) -> None:
    pictures.order("ours.png", WORDS.replace("FAMILY", "Playbook Sans"))
    pictures.order("other.png", WORDS.replace("FAMILY", "sans-serif"))
    drawn = pictures.drawn()
    assert opened(drawn["ours.png"]).convert("RGBA").getbbox()
    assert drawn["ours.png"].read_bytes() != drawn["other.png"].read_bytes()


def test_what_is_no_drawing_fails_the_build_and_says_why(pictures: Pictures) -> None:
    pictures.order("a.png", "<svg")
    pictures.order("b.png", SQUARE)
    with pytest.raises(PlaybookError, match="cannot be drawn: the document"):
        pictures.drawn()
    assert len(list(pictures.folder.glob("*.png"))) == 1


def test_a_stopped_store_leaves_no_process(pictures: Pictures) -> None:
    pictures.order("a.png", SQUARE)
    (process,) = pictures._artists.start()
    pictures.stop()
    assert process.returncode is not None


def test_artists_that_are_kept_paint_for_one_build_after_another(
    pictures: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Artists(1)) as artists:
        monkeypatch.setattr(store, "KEPT", [artists])
        stopped = Pictures(tmp_path / "one", pictures.fonts)
        stopped.order("a.png", SQUARE)
        (process,) = artists.start()
        # It ended before it was told: another process takes the answer of its order.
        artists._artists[0].orders = set()
        stopped.stop()
        after = Pictures(tmp_path / "two", pictures.fonts)
        after.order("b.png", SQUARE, 2)
        assert opened(after.drawn()["b.png"]).size == (80, 40)
        assert artists.start() == [process]
        process.kill()
        process.wait()
        artists.renew()
        after.order("c.png", SQUARE, 3)
        assert opened(after.drawn()["c.png"]).size == (120, 60)


def test_a_drawing_is_fitted_into_a_rectangle() -> None:
    inner = placed(SQUARE, 10, 20.5, 80, 40)
    assert inner.startswith('<svg x="10" y="20.5" width="80" height="40" xmlns=')
    assert inner.count('width="80"') == 1
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{inner}</svg>'
    image = Image.open(io.BytesIO(paint(whole, 1))).convert("RGBA")
    assert image.getpixel((12, 24))[:3] == (0x12, 0x43, 0x6D)
    assert image.getpixel((5, 5))[3] == 0
