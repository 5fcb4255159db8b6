"""Is a network fit to dispatch on?"""
