"""Evenings with simulated voters: the rehearsal, whose counts are known, and the demo."""
