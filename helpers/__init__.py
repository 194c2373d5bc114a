"""The course's own small library: read it, it is part of the course.

The numerical half, in reading order: ``activations``, ``base``, ``layers``, ``dropout_batchnorm``, ``pooling``,
``convolution``, ``recurrent``, ``network``, ``losses``, ``optimizers``, ``training``, ``collapse``, ``digits``; and on
top of it ``experiments``, which lessons and claims share. The teaching half: ``notebooks``, ``logbook``, ``live``,
``exercises``, ``quiz``, ``progress``, ``figures``, ``explorers``, ``verdicts``. Nothing in the first half imports from
the second.
"""

import os
import sys

__version__ = "1.0.0"

_THREAD_VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def _use_one_blas_thread():
    """Keep matrix products on one thread.

    The networks here are so small that a second BLAS thread costs more in waiting than it saves in work: on a
    shared machine, a few per cent of the products stall for milliseconds. The variables only count if they are
    set before NumPy loads its BLAS; where NumPy came first, threadpoolctl limits the library that is already there.
    A number that you have set yourself is left alone.
    """
    undecided = "OPENBLAS_NUM_THREADS" not in os.environ
    for variable in _THREAD_VARIABLES:
        os.environ.setdefault(variable, "1")
    if undecided and "numpy" in sys.modules:
        from threadpoolctl import threadpool_limits

        threadpool_limits(limits=1, user_api="blas")


_use_one_blas_thread()
