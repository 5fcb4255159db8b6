"""From a position to the road it is on."""
