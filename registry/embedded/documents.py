"""Documents generated from the code: `.env.example` here, the data dictionary by its own command.

`.env.example` lists what the settings read, as they read it: the settings are loaded in a process of their own, once
as the application and once as the owner, and asked which variables they wanted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from registry.embedded.layout import Layout
from registry.embedded.process import StartError

ROOT = Path(__file__).resolve().parents[2]
ENV_EXAMPLE = ROOT / ".env.example"
HEAD = """\
# Every variable the settings read. Generated from them: run `make docs` after a change; do not edit.
# What is set here is what a production registry must set. Lines beginning with "#" show a default.
# Each variable may also be given as NAME_FILE, the path of a file that holds the value (container secrets).
"""
ASK = """
import json
import registry.settings
from registry.lib import env
print(json.dumps([[v.name, v.kind, v.about, v.default, v.secret] for v in env.variables()]))
"""


def variables(layout: Layout) -> dict[str, dict[str, Any]]:
    """Every variable of the settings by name: kind, about, default, secret."""
    found: dict[str, dict[str, Any]] = {}
    for as_owner in ("", "1"):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
        environment |= layout.environment() | {"REGISTRY_AS_OWNER": as_owner, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", ASK], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StartError(f"The settings could not be read.\n{done.stderr.strip()[-2000:]}")
        for name, kind, about, default, secret in json.loads(done.stdout.splitlines()[-1]):
            shown = default and str(default).replace(str(layout.root), ".local").replace(str(ROOT), ".")
            found.setdefault(name, {"kind": kind, "about": about, "default": shown, "secret": secret})
    return found


def env_example(layout: Layout) -> str:
    """The text of `.env.example`: what must be set first, then what has a default."""
    lines = [HEAD]
    known = sorted(variables(layout).items(), key=lambda item: (item[1]["default"] is not None, item[0]))
    for name, one in known:
        required = one["default"] is None
        lines.append(f"# {one['about'] or one['kind']}" + (" (required)" if required else ""))
        lines.append(f"{name}=" if required else f"# {name}={one['default']}")
        lines.append("")
    return "\n".join(lines)


def write(layout: Layout) -> None:
    ENV_EXAMPLE.write_text(env_example(layout), encoding="utf-8")


def is_fresh(layout: Layout) -> bool:
    return ENV_EXAMPLE.is_file() and ENV_EXAMPLE.read_text(encoding="utf-8") == env_example(layout)
