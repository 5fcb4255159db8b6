"""Composition root: console, application factory, settings, demo and benches; alone may import everything."""
