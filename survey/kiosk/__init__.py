"""The shared tablet, for people without a phone: they type or scan a slip's code and vote as phones do.

pages    its pages: the start, the ballot, the thanks
"""
