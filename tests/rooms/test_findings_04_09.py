"""Small answers that strangers wrote, for lessons 04 to 09: each is recognised, and its sentence is true of it."""

import pytest

from helpers.exercises import check
from helpers.exercises.mistakes import compiled

PICKED = "softmax(logits)[np.arange(len(labels)), labels]"
IMPORT = "from helpers.activations import softmax\n"


def tried(name, source):
    return check(name, compiled(source, name))


def loss(expression):
    return f"{IMPORT}def cross_entropy(logits, labels):\n    p = {PICKED}\n    return {expression}\n"


# --- a limit of any size ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression, cap",
    [
        ("-np.mean(np.log(p + np.finfo(float).eps))", "36.0"),
        ("-np.mean(np.log(np.clip(p, 1e-8, 1 - 1e-8)))", "18.4"),
        ("-np.mean(np.log(p + 1.19e-7))", "15.9"),
        ("-np.mean(np.log(p + 1e-20))", "46.1"),
        ("-np.mean(np.log(np.clip(p, 1e-12, 1) + 1e-9))", "20.7"),
        ("-np.mean(np.log(np.maximum(p, 3e-4)))", "8.1"),
    ],
)
def test_any_limit_of_a_probability_is_named_by_the_largest_loss_that_it_lets_through(expression, cap):
    result = tried("cross_entropy", loss(expression))
    assert result.mistake and f"no loss above {cap}" in result.message


def test_one_capped_loss_for_each_image_is_told_to_take_the_mean_as_well():
    result = tried("cross_entropy", loss("-np.log(np.clip(p, 1e-7, 1 - 1e-7))"))
    assert result.mistake == "capped" and "one loss for each image comes out" in result.message


def test_a_loss_that_is_wrong_in_another_way_is_not_called_capped():
    assert tried("cross_entropy", loss("np.mean(1 - p)")).mistake != "capped"


def test_a_number_in_a_table_is_called_one():
    source = """
def cross_entropy(logits, labels):
    ahead = logits - logits.max(1, keepdims=True)
    losses = np.log(np.exp(ahead).sum(1)) - ahead[range(len(labels)), labels]
    return losses[None] @ np.ones((len(labels), 1)) / len(labels)
"""
    assert "1 × 1 table" in tried("cross_entropy", source).message


# --- whole numbers ----------------------------------------------------------------------------------------------------

BUFFERS = {
    "relu_backward": """
def relu_backward(grad_out, z):
    out = np.zeros_like(z)
    out[z > 0] = grad_out[z > 0]
    return out
""",
    "cross_entropy_grad": IMPORT
    + """
def cross_entropy_grad(logits, labels):
    grad = np.zeros_like(logits)
    for n in range(len(labels)):
        grad[n] = softmax(logits)[n]
        grad[n, labels[n]] -= 1
    return grad / len(labels)
""",
    "dense_backward": """
def dense_backward(grad_out, x, w):
    grad_x = np.zeros_like(x)
    grad_x[...] = grad_out @ w
    return grad_x, grad_out.T @ x, grad_out.sum(axis=0)
""",
    "avg_pool2d_backward": """
def avg_pool2d_backward(grad_out, x, size=2):
    share = grad_out.repeat(size, axis=2).repeat(size, axis=3) / size**2
    grad_x = np.zeros_like(x)
    grad_x[:, :, : share.shape[2], : share.shape[3]] = share
    return grad_x
""",
    "flipped_logits": """
def flipped_logits(logits, bias):
    out = np.empty_like(logits)
    out[...] = 2 * bias - logits
    return out
""",
    "gate_backward": """
def gate_backward(grad_out, x):
    half, grad_x = x.shape[1] // 2, np.zeros_like(x)
    grad_x[:, :half] = grad_out * x[:, half:]
    grad_x[:, half:] = grad_out * x[:, :half]
    return grad_x
""",
    "batch_norm": """
def batch_norm(x, running_mean, running_var, training, momentum=0.1, epsilon=1e-5):
    mean, var, out = running_mean, running_var, np.zeros_like(x)
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var(axis=0, ddof=1)
    out[...] = (x - mean) / np.sqrt(var + epsilon)
    return out, running_mean, running_var
""",
}


@pytest.mark.parametrize("name", BUFFERS)
def test_an_array_that_takes_over_the_type_of_whole_numbers_is_named(name):
    result = tried(name, BUFFERS[name])
    assert result.mistake == "type_taken_over" and "_like" in result.message
    floats = BUFFERS[name].replace("_like(z)", "(z.shape)").replace("_like(x)", "(x.shape)")
    assert tried(name, floats.replace("_like(logits)", "(logits.shape)")).passed


# --- arguments that are never used ------------------------------------------------------------------------------------


@pytest.mark.parametrize("share, passes", [("0.1", False), ("0.9", False), ("momentum", True)])
def test_a_momentum_of_ones_own_fails(share, passes):
    source = f"""
def batch_norm(x, running_mean, running_var, training, momentum=0.1, epsilon=1e-5):
    if not training:
        return (x - running_mean) / np.sqrt(running_var + epsilon), running_mean, running_var
    mean, var, part = x.mean(axis=0), x.var(axis=0), {share}
    running_mean = (1 - part) * running_mean + part * mean
    running_var = (1 - part) * running_var + part * x.var(axis=0, ddof=1)
    return (x - mean) / np.sqrt(var + epsilon), running_mean, running_var
"""
    result = tried("batch_norm", source)
    assert result.passed == passes and bool(result.mistake) != passes


# --- the training step ------------------------------------------------------------------------------------------------

STEPS = {
    "step_first": "optimizer.step()\nlogits = network.forward(images)\nnetwork.backward(GRAD)\nreturn LOSS",
    "ten_steps": "for _ in range(10):\n    logits = network.forward(images)\n    network.backward(GRAD)\n"
    "    optimizer.step()\nreturn LOSS",
    "item_of_a_number": "logits = network.forward(images)\nnetwork.backward(GRAD)\noptimizer.step()\nreturn LOSS.item()",
    "update_for_step": "logits = network.forward(images)\nnetwork.backward(GRAD)\noptimizer.update()\nreturn LOSS",
}


@pytest.mark.parametrize("key", STEPS)
def test_what_went_wrong_in_a_training_step_is_named(key):
    body = (
        STEPS[key]
        .replace("GRAD", "cross_entropy_grad(logits, labels)")
        .replace("LOSS", "cross_entropy(logits, labels)")
    )
    source = (
        "from helpers.losses import cross_entropy, cross_entropy_grad\n"
        "def training_step(network, images, labels, optimizer):\n    " + body.replace("\n", "\n    ") + "\n"
    )
    assert tried("training_step", source).mistake == key


# --- two slips that give one error ------------------------------------------------------------------------------------


def test_repeating_down_the_rows_twice_is_not_called_repeating_along_the_channels():
    source = """
def avg_pool2d_backward(grad_out, x, size=2):
    share = grad_out.repeat(size, axis=2).repeat(size, axis=2) / size**2
    grad_x = np.zeros(x.shape)
    grad_x[:, :, : share.shape[2], : share.shape[3]] = share
    return grad_x
"""
    result = tried("avg_pool2d_backward", source)
    assert result.mistake == "along_the_rows_twice" and "channels" not in result.message


@pytest.mark.parametrize(
    ("test", "alone"),
    [('kind == "dense" or "conv"', True), ('kind == "dense" or not kind == "conv"', False)],
)
def test_a_name_that_stands_alone_in_a_condition_is_told_of_only_where_there_is_one(test, alone):
    source = f"""
def linear_maps(layers):
    maps, melting = 0, False
    for kind in layers:
        if {test} or kind == "flatten" or True:
            maps += not melting
            melting = True
        else:
            melting = False
    return maps
"""
    assert ("A text after `or`" in tried("linear_maps", source).message) == alone
