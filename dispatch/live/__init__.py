"""The change stream to screens over websockets, across processes with Redis."""
