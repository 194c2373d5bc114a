"""Right answers to the exercises, each written in a different way.

Every one of them must pass: a check that rejects a right answer teaches the wrong thing. Each module has a dictionary
RIGHT from the name of an exercise to its answers.
"""
