"""Predictions before a measurement, and the quiz at the end of a lesson.

``predict`` asks and commits: it says nothing about the answer. ``reveal``, in a later cell, sets the prediction beside
what was measured. ``quiz`` asks and answers at once. What was chosen is kept in `helpers.logbook`.

Everything also exists without a kernel: on GitHub, or in a stored notebook, the questions are plain HTML.
"""

from helpers.quiz.lesson_quiz import quiz
from helpers.quiz.predictions import predict, prediction, reveal

__all__ = ["predict", "prediction", "quiz", "reveal"]
