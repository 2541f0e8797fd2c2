"""The working place of one visit: its programme, who speaks and hosts, interpreters, tasks, costs, published versions.

A visit belongs to one activity, which holds what remains when the guests have left.
"""
