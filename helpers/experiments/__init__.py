"""The experiments of the lessons, as functions: the lessons call them, and so does the check of every claim.

``fitting`` trains, ``digit_networks`` and ``digit_data`` are what most of them train and on what, ``both_contrasts``
measures what flipping the contrast does, ``strokes`` is the experiment that answers the course's question, and
``ablation`` repeats it, and the digits', with one thing changed and with several seeds. ``imitation`` looks for the one
affine map behind a network, ``bends`` counts straight pieces, ``xor`` draws networks at random, ``inside`` looks at
kernels and pre-activations, and ``gradients`` holds a backward pass against the definition.

Every function here is numerics: nothing draws, and nothing knows about exercises. What is random follows a seed.
"""
