"""What is known about genetic results and insurance, by country and dated. Pure. Not legal advice."""

from mendly_core.insurance.facts import (
    CountryInsurance,
    InsuranceRule,
    insurance_countries,
    insurance_for,
    insurance_rules,
)

__all__ = ["CountryInsurance", "InsuranceRule", "insurance_countries", "insurance_for", "insurance_rules"]
