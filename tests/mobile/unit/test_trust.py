"""The phone believes servers with a certificate of a known authority for their very name, and nobody else."""

from __future__ import annotations

import ssl

from mendly_app.sync.trust import trusted


def test_certificates_and_names_are_checked_and_old_forms_are_not_spoken() -> None:
    context = trusted()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] > 50
