"""The experiments of the lessons, as functions: the lessons call them, and so does the check of every claim.

``fitting`` trains, ``digit_networks`` and ``digit_data`` are what most of them train and on what, ``both_contrasts``
measures what flipping the contrast does, ``strokes`` is the experiment that answers the course's question, and
``ablation`` repeats it, and the digits', with one thing changed and with several seeds. ``imitation`` looks for the one
affine map behind a network, ``bends`` counts straight pieces, ``curve_fit`` fits a curve with random hidden units,
``xor`` draws networks at random, ``inside`` looks at kernels and pre-activations, ``gradients`` holds a backward pass
against the definition, and ``through_time`` reads digits and bits with recurrent networks. ``dose`` weakens the bends
of a network or takes some away, and ``other_bends`` bends without ReLU, or leaves it out where it does harm.
``signals`` follows signals and gradients through many layers, and looks for dead units.

Every function here is numerics: nothing draws, and nothing knows about exercises. What is random follows a seed.
"""
