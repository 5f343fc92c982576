"""Pictures are drawn once, the same wherever, small, and in the vendored typeface."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from playbook.errors import PlaybookError
from playbook.site import pictures as store
from playbook.site.pictures import Pictures, paint, placed

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


def test_a_picture_stands_in_its_size_with_a_palette(pictures: Pictures, tmp_path: Path) -> None:
    target = tmp_path / "site/_figures/a/b.png"
    assert pictures.put(target, SQUARE, 2)
    image = opened(target)
    assert (image.format, image.mode, image.size) == ("PNG", "P", (80, 40))
    assert image.convert("RGB").getpixel((5, 5)) == (0x12, 0x43, 0x6D)
    assert image.convert("RGB").getpixel((75, 5)) == (255, 255, 255)


def test_the_same_picture_is_painted_once(
    pictures: Pictures, tmp_path: Path, vendored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.png", "b.png"):
        assert pictures.put(tmp_path / name, SQUARE)
    assert len(list(pictures.folder.iterdir())) == 1
    before = (tmp_path / "a.png").stat().st_mtime_ns

    def refuse(*_given: object) -> None:
        raise AssertionError("nothing is to be painted")

    monkeypatch.setattr(store, "paint", refuse)
    again = Pictures(pictures.folder, vendored / "fonts")
    assert not again.put(tmp_path / "a.png", SQUARE)
    assert (tmp_path / "a.png").stat().st_mtime_ns == before
    with pytest.raises(AssertionError, match="nothing is to be painted"):
        again.put(tmp_path / "a.png", SQUARE, 2)


def test_another_place_gives_the_same_bytes(
    pictures: Pictures, tmp_path: Path, vendored: Path
) -> None:
    other = Pictures(tmp_path / "other", vendored / "fonts")
    words = WORDS.replace("FAMILY", "Playbook Sans")
    here, there = pictures.png(words, 2), other.png(words, 2)
    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()


def test_the_letters_are_those_of_the_vendored_typeface(pictures: Pictures) -> None:
    ours = pictures.png(WORDS.replace("FAMILY", "Playbook Sans"))
    other = pictures.png(WORDS.replace("FAMILY", "sans-serif"))
    assert opened(ours).convert("RGBA").getbbox()
    assert ours.read_bytes() != other.read_bytes()


def test_what_is_no_drawing_is_an_error_that_says_why(pictures: Pictures) -> None:
    with pytest.raises(PlaybookError, match="cannot be drawn: failed to parse SVG"):
        pictures.png("<svg")
    assert not list(pictures.folder.glob("*"))


def test_a_drawing_is_fitted_into_a_rectangle(tmp_path: Path) -> None:
    inner = placed(SQUARE, 10, 20.5, 80, 40)
    assert inner.startswith('<svg x="10" y="20.5" width="80" height="40" overflow="visible" xmlns=')
    assert inner.count('width="80"') == 1
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{inner}</svg>'
    image = Image.open(io.BytesIO(paint(whole, 1, tmp_path))).convert("RGBA")
    assert image.getpixel((12, 24))[:3] == (0x12, 0x43, 0x6D)
    assert image.getpixel((5, 5))[3] == 0
