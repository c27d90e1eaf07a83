"""The daily review: what each section is given, what comes next, and how it is laid out.

`show.Show` is what the notebook displays; `outlook` the days to come and the month against its
targets; `sections` gathers the figures.
"""
