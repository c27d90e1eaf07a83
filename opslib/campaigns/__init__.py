"""Campaigns judged and planned: what past events truly brought, what coming ones will.

Frames in, frozen dataclasses and frames out; knows no shop, no store and no page.
"""
