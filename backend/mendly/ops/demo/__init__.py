"""The demo clinic: people who do not exist, written by the same services that real people use."""

from mendly.ops.demo.clinic import fill_demo_clinic, sign_in_lines

__all__ = ["fill_demo_clinic", "sign_in_lines"]
