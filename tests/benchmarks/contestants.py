"""Who races: the course, PyTorch in two ways, and two ways of writing a convolution that everybody writes first.

All train the same network from the same weights on the same images: for each entry of ``channels`` a convolution
3×3 and a ReLU, a pool after each of the first two, and one dense layer.
"""

from dataclasses import dataclass

import numpy as np

from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.layers import Dense, Flatten, ReLU
from helpers.losses import loss_and_grad
from helpers.network import Sequential
from helpers.optimizers import Adam

CLASSES = 10
POOLS = 2


@dataclass(frozen=True)
class Task:
    """One network and one batch of images.

    Attributes
    ----------
    side, batch : int
    channels : tuple of int
        Feature maps of the convolutions, one after another.
    pool : "max" or "avg"
    """

    side: int = 8
    batch: int = 64
    channels: tuple = (8, 16)
    pool: str = "max"

    def data(self):
        rng = np.random.default_rng(0)
        images = rng.normal(size=(self.batch, 1, self.side, self.side)).astype(np.float32)
        return images, rng.integers(0, CLASSES, size=self.batch)

    def layers(self, conv, relu, pool, flatten, dense):
        """The layers, made by whoever races: conv(in, out), relu(), pool(), flatten(), dense(in, out)."""
        layers, maps, side = [], 1, self.side
        for depth, wider in enumerate(self.channels):
            layers += [conv(maps, wider), relu()]
            maps = wider
            if depth < POOLS:
                layers.append(pool())
                side //= 2
        return [*layers, flatten(), dense(maps * side * side, CLASSES)]


class Course:
    """This course's layers, in plain NumPy."""

    name, about = "course", "this course, NumPy"
    convolution = Conv2d

    def __init__(self, task):
        pool = {"max": MaxPool2d, "avg": AvgPool2d}[task.pool]
        self.images, self.labels = task.data()
        layers = task.layers(lambda i, o: self.convolution(i, o, 3, padding=1), ReLU, lambda: pool(2), Flatten, Dense)
        self.network = Sequential(layers, self.images.shape[1:])
        self.optimizer = Adam(self.network)

    def gradients(self):
        """Forward, loss, backward. Returns the loss and every gradient in one array."""
        loss, grad = loss_and_grad(self.network(self.images), self.labels)
        self.network.backward(grad, input_grad=False)
        return loss, self.network.gradients

    def step(self):
        """One whole training step."""
        self.gradients()
        self.optimizer.step()


class Im2col(Conv2d):
    """The way of most tutorials: every window copied out as a column, and one large product."""

    def forward(self, x):
        (ph, pw), (kh, kw), (n, c, _, _) = self.padding, self.kernel_size, x.shape
        padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), (2, 3))
        oh, ow = windows.shape[2:4]
        columns = windows.transpose(1, 4, 5, 0, 2, 3).reshape(c * kh * kw, n * oh * ow)
        self.cache = columns, padded.shape, (n, oh, ow)
        out = self.params["weight"].reshape(len(self.params["weight"]), -1) @ columns + self.params["bias"][:, None]
        return out.reshape(-1, n, oh, ow).transpose(1, 0, 2, 3)

    def backward(self, grad):
        columns, shape, (n, oh, ow) = self.cache
        weight, (kh, kw), (ph, pw) = self.params["weight"], self.kernel_size, self.padding
        grad = grad.transpose(1, 0, 2, 3).reshape(len(weight), -1)
        self.grads["weight"][...] = (grad @ columns.T).reshape(weight.shape)
        self.grads["bias"][...] = grad.sum(axis=1)
        if not self.needs_input_grad:
            return None
        taps = (weight.reshape(len(weight), -1).T @ grad).reshape(shape[1], kh, kw, n, oh, ow)
        images = np.zeros(shape, grad.dtype)
        for u in range(kh):
            for v in range(kw):
                images[:, :, u : u + oh, v : v + ow] += taps[:, u, v].transpose(1, 0, 2, 3)
        return images[:, :, ph : shape[2] - ph, pw : shape[3] - pw]


class Einsum(Conv2d):
    """The shortest way: ``einsum`` over a sliding view of the windows."""

    def forward(self, x):
        (ph, pw), (kh, kw) = self.padding, self.kernel_size
        padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        self.cache = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), (2, 3)), padded.shape
        out = np.einsum("fcuv,ncijuv->nfij", self.params["weight"], self.cache[0], optimize=True)
        return out + self.params["bias"][:, None, None]

    def backward(self, grad):
        windows, shape = self.cache
        weight, (kh, kw), (ph, pw), (oh, ow) = self.params["weight"], self.kernel_size, self.padding, grad.shape[2:]
        self.grads["weight"][...] = np.einsum("nfij,ncijuv->fcuv", grad, windows, optimize=True)
        self.grads["bias"][...] = grad.sum(axis=(0, 2, 3))
        if not self.needs_input_grad:
            return None
        images = np.zeros(shape, grad.dtype)
        taps = np.einsum("nfij,fcuv->uvncij", grad, weight, optimize=True)
        for u in range(kh):
            for v in range(kw):
                images[:, :, u : u + oh, v : v + ow] += taps[u, v]
        return images[:, :, ph : shape[2] - ph, pw : shape[3] - pw]


class CourseWithIm2col(Course):
    name, about, convolution = "im2col", "the course with im2col, one large product", Im2col


class CourseWithEinsum(Course):
    name, about, convolution = "einsum", "the course with einsum over windows", Einsum


class PyTorch:
    """PyTorch's eager mode, as most people write it."""

    name, about = "eager", "PyTorch, eager"
    best = False

    def __init__(self, task):
        import torch

        nn, self.task = torch.nn, task
        images, labels = task.data()
        self.images, self.labels = torch.from_numpy(images), torch.from_numpy(labels)
        pool = {"max": nn.MaxPool2d, "avg": nn.AvgPool2d}[task.pool]
        layers = task.layers(
            lambda i, o: nn.Conv2d(i, o, 3, padding=1), nn.ReLU, lambda: pool(2), nn.Flatten, nn.Linear
        )
        self.network = nn.Sequential(*layers)
        values = [value for layer in Course(task).network.layers for value in layer.params.values()]
        with torch.no_grad():
            for parameter, value in zip(self.network.parameters(), values, strict=True):
                parameter.copy_(torch.from_numpy(value))
        if self.best:
            self.network = self.network.to(memory_format=torch.channels_last)
            self.images = self.images.to(memory_format=torch.channels_last)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.network.parameters(), **({"fused": True} if self.best else {}))

    def backward(self):
        self.optimizer.zero_grad()
        loss = self.loss(self.network(self.images), self.labels)
        loss.backward()
        return loss.item()

    def gradients(self):
        loss = self.backward()
        return loss, np.concatenate([p.grad.contiguous().numpy().ravel() for p in self.network.parameters()])

    def step(self):
        self.backward()
        self.optimizer.step()


class BestPyTorch(PyTorch):
    """The fastest that we found in PyTorch for this: channels last in memory, and the fused Adam."""

    name, about, best = "best", "PyTorch, channels_last and fused Adam", True


def find_torch():
    """PyTorch, told to use one thread, or None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    return torch


def contestants(task, naive=True):
    """Everybody who can race here, the course first."""
    kinds = [Course]
    kinds += [PyTorch, BestPyTorch] if find_torch() is not None else []
    kinds += [CourseWithIm2col, CourseWithEinsum] if naive else []
    return [kind(task) for kind in kinds]
