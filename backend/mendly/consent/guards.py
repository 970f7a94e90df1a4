"""The statements by which the database itself refuses to change, delete or truncate a decision.

The one exception is a person whose erasure has begun: their decisions go with everything else.
"""

from __future__ import annotations

_BEING_ERASED = """EXISTS (SELECT 1 FROM leaving_erasurerequest
    WHERE leaving_erasurerequest.patient = OLD.patient_id AND leaving_erasurerequest.started_at IS NOT NULL)"""
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'DELETE' THEN IF {_BEING_ERASED} THEN RETURN OLD; END IF; END IF;
         RAISE EXCEPTION 'consents are append-only';
       END $$""",
    """CREATE TRIGGER consent_no_change BEFORE UPDATE OR DELETE ON consent_consentrecord
       FOR EACH ROW EXECUTE FUNCTION consent_refuse()""",
    """CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON consent_consentrecord
       FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse()""",
)
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END"
_SQLITE = (
    f"CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent_consentrecord {_REFUSE}",
    f"CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent_consentrecord WHEN NOT {_BEING_ERASED} {_REFUSE}",
)


def guard_statements(vendor: str) -> tuple[str, ...]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def unguard_statements(vendor: str) -> tuple[str, ...]:
    """For tests, which empty the database."""
    if vendor == "postgresql":
        names = ("consent_no_change", "consent_no_truncate")
        return tuple(f"DROP TRIGGER {name} ON consent_consentrecord" for name in names)
    return ("DROP TRIGGER consent_no_update", "DROP TRIGGER consent_no_delete")
