"""The vault: passport and visa fields, encrypted one by one, each reading written down."""
