"""Lets `python -m hospitium.operations` be the `hospitium` command."""

import sys

from hospitium.operations.cli import main

sys.exit(main())
