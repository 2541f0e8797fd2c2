"""What the pages of the desk show: rows are read once, everything else is worked out from them."""
