"""What screens read: the live socket, one case in full, its log, the city, places and routes."""
