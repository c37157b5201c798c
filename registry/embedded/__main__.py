"""Command line of the embedded registry: `python -m registry.embedded env|exports|start|stop|demo|demo-reset`."""

from __future__ import annotations

import argparse
import shlex
import sys

from registry.embedded.layout import Layout, LayoutError
from registry.embedded.keys import ensure_keys
from registry.embedded.process import StartError
from registry.embedded.servers import start_servers, stop_servers


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m registry.embedded", description=__doc__)
    parser.add_argument("action", choices=("env", "exports", "start", "stop"))
    parser.add_argument("--scratch", action="store_true", help="a cluster to throw away: fast, not crash-safe")
    options = parser.parse_args()
    layout = Layout.default()
    try:
        if options.action == "stop":
            for place in (layout, *_test_layouts(layout)):
                stop_servers(place)
            return 0
        if options.action in ("env", "start"):
            start_servers(layout, scratch=options.scratch)
        else:
            ensure_keys(layout)
    except (StartError, LayoutError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if options.action != "start":
        for name, value in layout.environment().items():
            print(f"export {name}={shlex.quote(value)}")
    return 0


def _test_layouts(layout: Layout) -> list[Layout]:
    """The clusters that test runs made below this one."""
    return [Layout(path.parent) for path in sorted((layout.root / "test").glob("*/run"))]


if __name__ == "__main__":
    sys.exit(main())
