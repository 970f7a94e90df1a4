"""The statements by which the database itself refuses to change, delete or truncate links of the access log."""

from __future__ import annotations

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_accessrecord
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_accessrecord
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)
_SQLITE = tuple(
    f"""CREATE TRIGGER audit_no_{event} BEFORE {event.upper()} ON audit_accessrecord
        BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"""
    for event in ("update", "delete")
)


def guard_statements(vendor: str) -> tuple[str, ...]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def unguard_statements(vendor: str) -> tuple[str, ...]:
    """For an operator's erasure of a whole database, and for tests."""
    if vendor == "postgresql":
        names = ("audit_no_change", "audit_no_truncate")
        return tuple(f"DROP TRIGGER {name} ON audit_accessrecord" for name in names)
    return ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
