"""Profiles of the property tests: `--hypothesis-profile=long` looks for longer than the ordinary run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile("ordinary", max_examples=700, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("long", max_examples=20_000, deadline=None, suppress_health_check=_CHECKS)
settings.load_profile("ordinary")
