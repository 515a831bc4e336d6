# SPDX-License-Identifier: LGPL-2.1-or-later
"""The driver lies beside the demo, which uses it too: data/demo/evolution_driver.py."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "data" / "demo"))
from evolution_driver import Driver, Node, NotFound  # noqa: E402, F401
