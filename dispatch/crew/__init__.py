"""Crews: the steps of a task, from the tablet or moved along by the operator on the radio; duty; positions."""
