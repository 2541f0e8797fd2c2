"""Two rounds to try the product with: last year's, finished, this year's, ready for a run. Nobody in them exists."""
