"""The API's schema is checked in: a change of the contract shows in the diff.

Write it anew with `mendly django spectacular --file tests/contract/openapi.yaml`.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

CHECKED_IN = Path(__file__).with_name("openapi.yaml")


def test_the_checked_in_schema_is_what_the_server_answers() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    made = yaml.safe_load(OpenApiYamlRenderer().render(schema, renderer_context={}))
    assert made == yaml.safe_load(CHECKED_IN.read_text()), (
        "write the schema anew, see above, and read its diff"
    )


def test_every_operation_can_be_told_apart() -> None:
    schema = yaml.safe_load(CHECKED_IN.read_text())
    names = [one["operationId"] for path in schema["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) > 40
