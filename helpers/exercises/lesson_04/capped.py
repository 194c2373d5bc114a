"""A loss that a limit caps: known for any number that was added to a probability, or below which none may fall."""

import numpy as np

from helpers.exercises.compare import is_number


def _losses(trial):
    logits, labels = (np.asarray(arg) for arg in trial.args[:2])
    shifted = logits.astype(float) - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]


_LIMITS = (
    lambda p, limit: -np.log(p + limit),
    lambda p, limit: -np.log(np.maximum(p, limit)),
    lambda p, limit: -np.log(np.clip(p, limit, 1 - limit)),
)
_TOGETHER = (
    (np.mean, ""),
    (np.sum, " Then take the mean of the batch: yours is a sum."),
    (lambda losses: losses, " Then take the mean: one loss for each image comes out."),
)


def capped(trials) -> tuple[str, str] | None:
    """Recognise that no loss above some limit can come out, and say which.

    Parameters
    ----------
    trials : list of Trial
        Of `cross_entropy`; the loss of one image is beyond all limits in one of them.
    """
    if any(t.got.error or t.got.look_error or t.got.changed or t.got.stopped for t in trials):
        return None
    losses = [_losses(trial) for trial in trials]
    got = [trial.got.value for trial in trials]
    if not all(is_number(value) for value in got):
        return None
    highest = max((i for i, one in enumerate(losses) if len(one) == 1), key=lambda i: losses[i][0])
    top = float(np.ravel(got[highest])[0]) if np.size(got[highest]) == 1 else np.inf
    if not 1 < top < losses[highest][0] / 2:
        return None
    for limited in _LIMITS:
        each = [limited(np.exp(-one), np.exp(-top)) for one in losses]
        for together, besides in _TOGETHER:
            if all(_alike(together(one), value) for one, value in zip(each, got)):
                return "capped", (
                    f"A limit keeps the logarithm finite, but then no loss above {top:.1f} can come out. Logits 1,000 "
                    f"apart cost 1,000. Do not save the probability: work out its logarithm from the logits.{besides}"
                )
    return None


def _alike(one, other):
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=2e-4, atol=2e-4)
