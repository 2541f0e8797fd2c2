"""Lists that somebody keeps in a spreadsheet: what a column means, what a row would do, and why it cannot."""
