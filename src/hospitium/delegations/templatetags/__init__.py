"""Filters for the pages of delegations."""
