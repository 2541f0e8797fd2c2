"""The public site: what is released, in six languages; no models of its own but editorial pages."""
