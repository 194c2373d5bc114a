"""What else bends a network, where a bend is better left out, and what is linear only on paper.

``networks`` holds digit networks that bend without an activation function, ``bottleneck`` squeezes a network through a
few numbers, ``folding`` melts batch norm, branches and shortcuts, ``deep_linear`` learns matrices as products, and
``rounding`` is an affine network that float32 bends.
"""
