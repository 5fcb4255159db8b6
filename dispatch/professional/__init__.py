"""The professional line: health workers report in SBAR, and the machine only raises what they declare."""
