"""Tests of the phone. Importing `offscreen` here sets the environment before anything imports Kivy."""

from mendly_app import offscreen

__all__ = ["offscreen"]
