"""A site to read: the lessons with their stored pictures as static pages, made without a network.

::

    python -m helpers site FOLDER
"""
