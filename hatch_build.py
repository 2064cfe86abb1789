"""Puts the built web pages into the wheel: an installed sousveil serves them without node.

In a checkout `make setup` builds them. A wheel from a fresh clone builds them here, with npm; a source distribution
carries them, so that a wheel made from it needs no node.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_BUILT = "src/sousveil/show/static/built"


class PagesHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Runs `npm ci` and `npm run build` in web/ where the pages are not there yet; nothing for editable installs."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; `version` is `standard` or `editable` for a wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / _BUILT / ".stamp").exists():
            _build(root / "web")
        # Git ignores the folder, and hatchling leaves out what git ignores.
        build_data.setdefault("artifacts", []).append(f"/{_BUILT}/**")


def _build(web: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "The wheel carries web pages that are built with node, and npm is not here. Install node 20 or newer"
            " (https://nodejs.org), then build again."
        )
    for command in ([npm, "ci", "--no-audit", "--no-fund"], [npm, "run", "build"]):
        done = subprocess.run(command, cwd=web, check=False, env={**os.environ, "CI": "1"})  # noqa: S603
        if done.returncode:
            raise SystemExit(f"`{' '.join(command)}` in {web} ended with {done.returncode}. Its output above says why.")
