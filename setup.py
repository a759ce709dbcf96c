"""For scrapyd-deploy, which builds eggs by this file. All facts are in pyproject.toml."""

from setuptools import setup

setup()
