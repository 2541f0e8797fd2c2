"""The fields of urban action in every language, and which department answers for which."""
