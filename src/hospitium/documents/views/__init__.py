"""Pages of the register, of letterheads, and the handing out of files."""
