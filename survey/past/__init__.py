"""Results of earlier years, as they were published before this system: so that trends start on day one.

errors    why a line cannot be kept
figures   one published figure: what it says, whether it computes
sheet     a table of them, looked at first, kept whole or not at all
kept      what is kept, listed, and as the frame that comparisons take
"""
