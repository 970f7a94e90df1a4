"""The statements by which the database itself refuses to change, delete or truncate a decision."""

from __future__ import annotations

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'consents are append-only'; END $$""",
    """CREATE TRIGGER consent_no_change BEFORE UPDATE OR DELETE ON consent_consentrecord
       FOR EACH ROW EXECUTE FUNCTION consent_refuse()""",
    """CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON consent_consentrecord
       FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse()""",
)
_SQLITE = tuple(
    f"""CREATE TRIGGER consent_no_{event} BEFORE {event.upper()} ON consent_consentrecord
        BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END"""
    for event in ("update", "delete")
)


def guard_statements(vendor: str) -> tuple[str, ...]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def unguard_statements(vendor: str) -> tuple[str, ...]:
    """For the erasure of a patient, which puts the guard back in the same transaction, and for tests."""
    if vendor == "postgresql":
        names = ("consent_no_change", "consent_no_truncate")
        return tuple(f"DROP TRIGGER {name} ON consent_consentrecord" for name in names)
    return ("DROP TRIGGER consent_no_update", "DROP TRIGGER consent_no_delete")
