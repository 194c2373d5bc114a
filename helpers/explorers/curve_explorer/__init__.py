"""A curve to fit: data, the fitted curve, the units that it is made of, and the error of all that was tried."""
