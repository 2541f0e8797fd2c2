"""The parts that think: pure Python, plain data in, plain data out.

Nothing in here knows Django, the clock, the network or the rest of Hospitium.
Each package has a page in docs/algorithms/ whose worked example is one of its tests.
"""
