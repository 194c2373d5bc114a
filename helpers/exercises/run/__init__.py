"""The learner's code is run here, fenced off from the rest of the notebook."""
