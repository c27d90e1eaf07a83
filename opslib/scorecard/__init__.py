"""How good is the review? Replayed over simulated shops whose causes are known.

Nothing is imported here: who asks for one part shall not wait for the others.
"""
