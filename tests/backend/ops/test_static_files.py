"""Static files are collected once, and again only when one of them changed."""

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from mendly.ops.static_files import collect_when_changed


@pytest.fixture
def page_style(tmp_path: Path, settings: Settings) -> Path:
    """A folder with one static file, and nothing else to collect."""
    source = tmp_path / "source"
    source.mkdir()
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    style = source / "page.css"
    style.write_text("body { color: black }")
    return style


def test_unchanged_files_are_collected_once(page_style: Path, settings: Settings) -> None:
    assert collect_when_changed()
    assert (settings.STATIC_ROOT / "page.css").exists()
    assert not collect_when_changed()


def test_changed_file_is_collected_again(page_style: Path, settings: Settings) -> None:
    collect_when_changed()
    page_style.write_text("body { color: white }")
    later = page_style.stat().st_mtime + 5
    os.utime(page_style, (later, later))
    assert collect_when_changed()
    assert "white" in (settings.STATIC_ROOT / "page.css").read_text()


def test_deleted_collection_is_made_again(page_style: Path, settings: Settings) -> None:
    collect_when_changed()
    for collected in settings.STATIC_ROOT.iterdir():
        collected.unlink()
    assert collect_when_changed()
    assert (settings.STATIC_ROOT / "page.css").exists()


def test_what_no_page_uses_is_left_out(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    collect_when_changed()
    assert not (tmp_path / "rest_framework").exists()
    assert not list(tmp_path.glob("django_htmx/**/*-2*"))
    assert list(tmp_path.glob("django_htmx/htmx-4.min.js"))
    assert list(tmp_path.glob("portal/app.css"))
