"""The fixtures of a real browser, shared by tests/browser and tests/journeys."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    # as a plugin, so that both folders share one server and one browser
    config.pluginmanager.import_plugin("tests.browser.stage")
