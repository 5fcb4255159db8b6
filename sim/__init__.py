"""The simulation's place: it will run the live policy over the live routing tables. Nothing is here yet."""
