"""The operator's side: serve, prepare, back up, restore, check. Nothing imports from here.

The command is `hospitium`, see cli.py; what every option means stands in docs/manual/operator.md.
"""
