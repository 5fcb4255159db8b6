"""What every test shares: the servers, the data folder, honest skips, and how long hypothesis may draw."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester", "tests.fixtures_postgres", "tests.fixtures_passwords", "tests.fixtures_data"]

# A shared machine is slow at odd moments: time judges no example. CI draws the same examples in every run.
settings.register_profile("dev", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
