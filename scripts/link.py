"""Makes the sources of this folder the package `hospitium` of the environment, with its command. Nothing is fetched."""

import sys
import sysconfig
from pathlib import Path

SCRIPT = """#!{python}
import sys

from hospitium.operations.cli import main

sys.exit(main())
"""

source = Path(__file__).resolve().parent.parent / "src"
Path(sysconfig.get_path("purelib"), "hospitium.pth").write_text(f"{source}\n", encoding="utf-8")
command = Path(sysconfig.get_path("scripts"), "hospitium")
command.write_text(SCRIPT.format(python=sys.executable), encoding="utf-8")
command.chmod(0o755)
