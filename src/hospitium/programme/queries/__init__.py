"""Year programmes as plain data, what changed in them, their months, and the needs and offers behind them."""
