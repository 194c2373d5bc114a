"""Submissions with the verdict that is right: cells, and what each exercise gets wherever they are run.

The verdicts are ``passed``, ``not yet``, ``not started``, and for what was never tried ``missing`` or, where its cell
stops before, ``error``. They are written by hand, from what the cells say.
"""

IMPORTS = "import numpy as np\nfrom helpers.exercises import exercise\n"
RIGHT = "np.maximum(z, 0)"
WRONG = "np.minimum(z, 0)"


def relu(body=f"return {RIGHT}", above='@exercise("1.3")', name="relu"):
    """A cell with a relu in it."""
    return f"{above}\ndef {name}(z):\n" + "".join(f"    {line}\n" for line in body.splitlines())


def wrong(above='@exercise("1.3")', name="relu"):
    """A cell with a wrong relu in it."""
    return relu(f"return {WRONG}", above, name)


STUB = relu('"""Cut off what is negative."""\n...  # your code here')
SIGMOID = '@exercise("1.7")\ndef sigmoid(z):\n    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=float)))\n'
GRAD = '@exercise("1.4")\ndef relu_grad(z):\n    return np.where(z > 0, 1.0, 0.0)\n'
PREPARED = relu("return np.maximum(z, T[0])")

# Cells after the imports, and the verdict on 1.3.
ON_RELU = {
    # --- right, written in many ways
    "maximum": ([relu()], "passed"),
    "where": ([relu("return np.where(z > 0, z, 0)")], "passed"),
    "a product": ([relu("return z * (z > 0)")], "passed"),
    "a mask": ([relu("out = np.array(z)\nout[out < 0] = 0\nreturn out")], "passed"),
    "half of z and its size": ([relu("return (z + abs(z)) / 2")], "passed"),
    "a vectorised if": ([relu("return np.vectorize(lambda v: v if v > 0 else 0.0, otypes=[float])(z)")], "passed"),
    "row by row": (
        [relu("z = np.asarray(z)\nif z.ndim > 1:\n    return np.array([relu(r) for r in z])\nreturn np.maximum(z, 0)")],
        "passed",
    ),
    "a default argument": (['@exercise("1.3")\ndef relu(z, low=0):\n    return np.maximum(z, low)'], "passed"),
    "an annotation": (
        ['@exercise("1.3")\ndef relu(z: np.ndarray) -> np.ndarray:\n    return np.maximum(z, 0)'],
        "passed",
    ),
    "prints": ([relu("print(z)\nreturn np.maximum(z, 0)")], "passed"),
    "catches its own error": (
        [relu("try:\n    1 / 0\nexcept ZeroDivisionError:\n    return np.maximum(z, 0)")],
        "passed",
    ),
    "a docstring of its own": ([relu('"""Mine."""\nreturn np.maximum(z, 0)')], "passed"),
    # --- wrong
    "minimum": ([wrong()], "not yet"),
    "the identity": ([relu("return z")], "not yet"),
    "nothing returned": ([relu("np.maximum(z, 0)")], "not yet"),
    "changes its argument": ([relu("z[z < 0] = 0\nreturn z")], "not yet"),
    "a plain if": ([relu("return z if z > 0 else 0")], "not yet"),
    "an error": ([relu("return z / {}")], "not yet"),
    "a name that is not there": ([relu("return maximum(z, 0)")], "not yet"),
    "random": ([relu("return np.maximum(z, 0) + np.random.random()")], "not yet"),
    "a generator": ([relu("yield np.maximum(z, 0)")], "not yet"),
    "a coroutine": (['@exercise("1.3")\nasync def relu(z):\n    return np.maximum(z, 0)'], "not yet"),
    "exits": ([relu("raise SystemExit")], "not yet"),
    "a message with half a letter": ([relu(r"raise ValueError('a\ud800b')")], "not yet"),
    "calls itself without end": ([relu("return relu(z)")], "not yet"),
    # --- unfinished
    "the stub": ([STUB], "not started"),
    "pass": ([relu("pass")], "not started"),
    "raises NotImplementedError": ([relu("raise NotImplementedError")], "not started"),
    "as nbgrader leaves it": ([relu('"""ReLU."""\n# YOUR CODE HERE\nraise NotImplementedError()')], "not started"),
    "ends with dots": ([relu("low = 0\nreturn ...")], "not started"),
    # --- decorated in every way
    "by its name": ([relu(above='@exercise("relu")')], "passed"),
    "without brackets": ([relu(above="@exercise")], "passed"),
    "without brackets, wrong": ([wrong("@exercise")], "not yet"),
    "without brackets, the stub": ([STUB.replace('("1.3")', "")], "not started"),
    "without a number": ([relu(above="@exercise()")], "passed"),
    "without a number, wrong": ([wrong("@exercise()")], "not yet"),
    "a number without quotes": ([wrong("@exercise(1.3)")], "not yet"),
    "a number without quotes, right": ([relu(above="@exercise(1.3)")], "passed"),
    "single quotes": ([relu(above="@exercise('1.3')")], "passed"),
    "by a keyword": ([relu(above='@exercise(name_or_number="1.3")')], "passed"),
    "by a variable": (["NUMBER = '1.3'", relu(above="@exercise(NUMBER)")], "passed"),
    "by another name": (["from helpers.exercises import exercise as ex", relu(above='@ex("1.3")')], "passed"),
    "by its module": (["import helpers.exercises", relu(above='@helpers.exercises.exercise("1.3")')], "passed"),
    "called by hand": ([f"def relu(z):\n    return {RIGHT}\nrelu = exercise('1.3')(relu)"], "passed"),
    "called by hand, wrong": ([f"def relu(z):\n    return {WRONG}\nrelu = exercise('1.3')(relu)"], "not yet"),
    "blanks": ([relu(above='@ exercise( "1.3" )')], "passed"),
    "curly quotes": ([relu(above="@exercise(“1.3”)")], "error"),
    "an unknown number": ([relu(above='@exercise("9.9")')], "passed"),
    "a comment in between": ([relu(above='@exercise("1.3")\n# mine')], "passed"),
    "vectorised below": ([relu("return z if z > 0 else 0.0", '@exercise("1.3")\n@np.vectorize')], "passed"),
    "vectorised below, wrong": ([relu("return z if z < 0 else 0.0", '@exercise("1.3")\n@np.vectorize')], "not yet"),
    "errstate below": ([relu(above='@exercise("1.3")\n@np.errstate(all="ignore")')], "passed"),
    "timed below": (
        [
            "def timed(f):\n    def wrapper(*a):\n        return f(*a)\n    return wrapper",
            relu(above='@exercise("1.3")\n@timed'),
        ],
        "passed",
    ),
    "timed above": (["def noted(f):\n    return f", relu(above='@noted\n@exercise("1.3")')], "passed"),
    "no decorator": ([f"def relu(z):\n    return {RIGHT}"], "missing"),
    "a decorator of one's own": (["def exercise(n):\n    return lambda f: f", relu()], "missing"),
    "the decorator is not there": (["del exercise", relu()], "error"),
    "above a class": (['@exercise("1.3")\nclass relu:\n    pass'], "not yet"),
    "above a lambda": ([f"relu = exercise('1.3')(lambda z: {RIGHT})"], "not yet"),
    "of two decorators the one in the middle is not there": ([relu(above='@exercise("1.3")\n@nowhere')], "error"),
    # --- where it stands
    "below %%time": (["%%time\n" + relu()], "passed"),
    "below %%time, wrong": (["%%time\n" + wrong()], "not yet"),
    "below %%capture": (["%%capture\n" + relu()], "passed"),
    "below a magic line": (["%matplotlib inline\n%precision 3\n" + relu()], "passed"),
    "below a line of the shell": (["!true\n" + relu()], "passed"),
    "below %pylab": (["%pylab inline", relu("return maximum(z, 0)")], "passed"),
    "below an unknown magic": (["%%nosuch\n" + relu()], "error"),
    "inside if": (["if True:\n" + "".join(f"    {line}\n" for line in relu().splitlines())], "passed"),
    "inside if that is false": (["if False:\n" + "".join(f"    {line}\n" for line in relu().splitlines())], "missing"),
    "inside try": (
        ["try:\n" + "".join(f"    {line}\n" for line in relu().splitlines()) + "finally:\n    pass"],
        "passed",
    ),
    "beside await": (["import asyncio\nawait asyncio.sleep(0)\n" + relu()], "passed"),
    "after an error in its cell": (["1 / 0\n" + relu()], "error"),
    "before an error in its cell": ([relu() + "1 / 0"], "passed"),
    "after an error in another cell": (["1 / 0", "1 +", "raise SystemExit", relu()], "passed"),
    "a syntax error": ([relu("return np.maximum(z, 0")], "error"),
    "a syntax error after a right one": ([relu(), relu("return np.maximum(z, 0")], "passed"),
    # --- what was prepared
    "append": (["T = []", "T.append(0.0)", PREPARED], "passed"),
    "append in a loop": (["T = []\nfor k in (0.0,): T.append(k)", PREPARED], "passed"),
    "extend": (["T = []", "T.extend([0.0])", PREPARED], "passed"),
    "update": (["c = {}\nc.update(zero=0.0)", relu("return np.maximum(z, c['zero'])")], "passed"),
    "fill": (["T = np.ones(1)", "T.fill(0)", PREPARED], "passed"),
    "sort": (["T = [1.0, 0.0]", "T.sort()", PREPARED], "passed"),
    "del": (["T = [1.0, 0.0]", "del T[0]", PREPARED], "passed"),
    "copyto": (["T = np.ones(1)", "np.copyto(T, 0)", PREPARED], "passed"),
    "setattr": (["class T: pass", "setattr(T, 'low', 0)", relu("return np.maximum(z, T.low)")], "passed"),
    "global": (["def begin():\n    global T\n    T = [0]", "begin()", PREPARED], "passed"),
    "registered": (
        ["T = {}\ndef keep(f):\n    T[0] = f()\n    return f", "@keep\ndef low():\n    return 0.0", PREPARED],
        "passed",
    ),
    "a module of one's own": (
        [
            "import sys, types\nsys.modules['mine'] = types.SimpleNamespace(low=0)",
            "from mine import low",
            relu("return np.maximum(z, low)"),
        ],
        "passed",
    ),
    "prepared wrongly": (["T = [0.0]", "T[0] = 1.0", PREPARED], "not yet"),
    "prepared too late": ([PREPARED, "T = [0.0]"], "not yet"),
    "spoilt afterwards": (["T = [0.0]", PREPARED, "T[0] = 1.0"], "passed"),
    "Out": (["0.0", "low = _", relu("return np.maximum(z, low)")], "passed"),
    # --- the course's own
    "its own import": (["from helpers.activations import relu as theirs", relu("return theirs(z)")], "not yet"),
    "its own import, not as an answer": (["from helpers.activations import relu"], "missing"),
    "its own import below the decorator": (["from helpers.activations import relu\nexercise('1.3')(relu)"], "not yet"),
    "its own layer": (["from helpers.layers import ReLU", relu("return ReLU().forward(z)")], "not yet"),
    "current": (["from helpers.exercises import current", relu("return current('relu')(z)")], "not yet"),
    "the name before it was tried": (["mine = relu", relu("return mine(z)")], "not yet"),
    "the name after it failed": ([wrong() + "mine = relu\n" + relu("return mine(z)")], "not yet"),
    "the name after the stub": ([STUB, "mine = relu", relu("return mine(z)")], "not yet"),
    "its own answer from before": ([relu(), "mine = relu", relu("return mine(z)")], "passed"),
    "an exercise that was not tried": (
        [relu("return z * np.round(sigmoid(1e9 * z))")],
        "not yet",
    ),
    # --- duplicated, renamed
    "the stub below": ([relu(), STUB], "passed"),
    "the stub above": ([STUB, relu()], "passed"),
    "a wrong one below": ([relu(), wrong()], "not yet"),
    "a wrong one above": ([wrong(), relu()], "passed"),
    "the same twice": ([relu(), relu()], "passed"),
    "both in one cell": ([wrong() + relu()], "passed"),
    "another name": ([relu(name="my_relu")], "not yet"),
    "another name below a right one": ([relu(), relu(name="my_relu")], "passed"),
    "the number of another": ([relu(above='@exercise("1.4")')], "missing"),
    "redefined without a decorator": ([relu(), f"def relu(z):\n    return {WRONG}"], "passed"),
    "deleted afterwards": ([relu(), "del relu"], "passed"),
    # --- saved by other programs
    "line ends of Windows": ([relu().replace("\n", "\r\n")], "passed"),
    "tabs": ([relu().replace("    ", "\t")], "passed"),
    "blank lines around": (["\n\n" + relu() + "\n\n\n"], "passed"),
    "a form feed": (["\f" + relu()], "passed"),
    "prompts copied along": (['>>> @exercise("1.3")\n... def relu(z):\n...     return np.maximum(z, 0)'], "passed"),
    "indented as a whole": (["".join(f"    {line}\n" for line in relu().splitlines())], "passed"),
    "letters of every language": (["größe = 0", relu("return np.maximum(z, größe)  # 零")], "passed"),
}

# Cells after the imports, and the verdict on several exercises.
ON_SEVERAL = {
    "two in one cell": ([relu() + GRAD], {"1.3": "passed", "1.4": "passed"}),
    "one right, one wrong": ([wrong() + GRAD], {"1.3": "not yet", "1.4": "passed"}),
    "one builds on a right one": (
        [relu(), '@exercise("1.4")\ndef relu_grad(z):\n    return np.sign(relu(z))'],
        {"1.3": "passed", "1.4": "passed"},
    ),
    "one builds on a wrong one": (
        [wrong(), '@exercise("1.4")\ndef relu_grad(z):\n    return np.sign(relu(z))'],
        {"1.3": "not yet", "1.4": "passed"},
    ),
    "one builds on one below": (
        ['@exercise("1.4")\ndef relu_grad(z):\n    return np.sign(relu(z))', relu()],
        {"1.3": "passed", "1.4": "not yet"},
    ),
    "one uses the course's own of another": (
        [
            "from helpers import activations",
            '@exercise("1.4")\ndef relu_grad(z):\n    return np.sign(activations.relu(z))',
        ],
        {"1.3": "missing", "1.4": "passed"},
    ),
    "an error between two": ([relu() + "1 / 0\n" + GRAD], {"1.3": "passed", "1.4": "error"}),
    "numbers exchanged": (
        [relu(above='@exercise("1.4")'), GRAD.replace("1.4", "1.3")],
        {"1.3": "not yet", "1.4": "not yet"},
    ),
    "a sigmoid that is right": ([SIGMOID], {"1.7": "passed", "1.3": "missing"}),
}

CORPUS = {name: ([IMPORTS, *cells], {"1.3": verdict}) for name, (cells, verdict) in ON_RELU.items()}
CORPUS |= {name: ([IMPORTS, *cells], verdicts) for name, (cells, verdicts) in ON_SEVERAL.items()}
