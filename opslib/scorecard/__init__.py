"""How good is the review? Replayed over simulated shops whose causes are known.

Nothing is imported here: the daily page reads one sentence of `note` and shall not wait for more.
"""
