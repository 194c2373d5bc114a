"""What the exercise of lesson 09 tries: networks from the course, and orders of layers that a count can trip over."""

from helpers.exercises.declare import Probe
from helpers.exercises.lesson_04.probes import DOUBLE

# A network's layers by its label. An identity always stands beside another linear layer: alone between two bends,
# whether to call it a map would be a matter of taste.
NETWORKS = {
    "one dense layer": "dense",
    "two dense layers": "dense, dense",
    "dense, ReLU, dense": "dense, relu, dense",
    "a bend at the end only": "conv, conv, flatten, dense, softmax",
    "a bend in the head only": "conv, conv, average pool, flatten, dense, relu, dense",
    "the CNN of lesson 00": "conv, relu, average pool, conv, relu, average pool, flatten, dense",
    "the same without ReLUs": "conv, identity, average pool, conv, identity, average pool, flatten, dense",
    "max pooling and no activation": "conv, max pool, conv, max pool, flatten, dense",
    "a bend right behind a bend": "conv, relu, max pool, conv, tanh, flatten, dense",
    "a bend at the beginning": "relu, dense, dense",
    "two bends at the beginning": "max pool, leaky relu, conv, flatten, dense",
    "batch norm between": "conv, batch norm, relu, conv, batch norm, relu, flatten, dense",
    "batch norm and nothing else between": "conv, batch norm, conv, batch norm, flatten, dense",
    "dropout between": "dense, dropout, dense, tanh, dropout, dense, sigmoid, relu",
    "sigmoid and leaky ReLU inside": "dense, sigmoid, dense, leaky relu, dense",
    "softmax inside": "dense, softmax, dense",
    "a pool between two bends": "conv, relu, average pool, relu, flatten, dense",
    "a linear layer between other bends": "conv, tanh, batch norm, sigmoid, dense",
    "bends alone": "relu, max pool",
    "no layers": "",
}

LAYER_PROBES = tuple(
    Probe(label, ([layer.strip() for layer in layers.split(",") if layer],), **DOUBLE)
    for label, layers in NETWORKS.items()
)
