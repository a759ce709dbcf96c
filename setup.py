"""For scrapyd-deploy, which builds eggs by this file. All facts are in pyproject.toml."""

import shutil

from setuptools import setup
from setuptools.command.build import build


class CleanBuild(build):
    """Builds into an empty folder.

    Otherwise modules that are gone since an earlier version was built here, are installed again.
    """

    def run(self) -> None:
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


setup(cmdclass={"build": CleanBuild})
