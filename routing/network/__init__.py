"""The road network: flat arrays, how they are read from other people's files, and how they are drawn."""
