"""Maps of a network as SVG text."""
