"""Protocol cards as data, and the engine that runs and verifies them; knows nothing of dispatch."""
