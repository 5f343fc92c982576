"""One module a publisher: check the shape of its extract, turn it into tidy observations.

Every builder is a pure function of extracts to observations, so that a table can be rebuilt from
its extract at any time and a test needs nothing but a small hand-written file.
"""
