"""What common messages of Python mean: wrong types, names without a value, too much memory and the rest.

The entries are like those of `plain_words`, which puts both lists together.
"""

PYTHON = (
    # Of a list, `[...]` is an index that it does not know.
    (
        TypeError,
        r"(?<!slices, not )ellipsis",
        "There is still a `...` in your code. Put a value or a formula in its place.",
    ),
    (
        TypeError,
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        (
            "A function that works on one number got a whole array: those in `math` do, and so do `float` and `int`. "
            "NumPy's own functions take whole arrays."
        ),
    ),
    (
        TypeError,
        r"(?:'numpy\.ndarray'|'numpy\.float\d+'|'float'|'int'|'list'|'tuple') object is not callable",
        (
            "Something that is not a function was called: round brackets stand after it. Are square brackets meant, for an"
            " index, or a `*`? Or has a variable taken the name of a function?"
        ),
    ),
    # As Python says it from 3.13 on; further below is what it said before.
    (
        TypeError,
        r"^(max|min|sum|round|pow)\(\) got an unexpected keyword argument '(\w+)'",
        "Python's own `{0}` does not know the argument `{1}`. Is NumPy's function meant, with `np.` in front?",
    ),
    (
        TypeError,
        r"unexpected keyword argument ('.*?')",
        "A function does not know the argument {0}. Compare with its `def` line or its help.",
    ),
    (
        TypeError,
        r"'(?:function|builtin_function_or_method|method|numpy\.ufunc|numpy\._Array\w+)' object is not subscriptable",
        "Square brackets stand after a function. They are for an index: call a function with round brackets.",
    ),
    (
        TypeError,
        r"Field elements must be 2- or 3-tuples",
        "`np.array` takes a single list. Put the rows into an outer pair of square brackets, as in [[1, 2], [3, 4]].",
    ),
    (
        TypeError,
        r"Cannot interpret '(\d+)' as a data type",
        "{0} stands where a type is expected. Several sizes, axes or entries need a pair of brackets of their own, as in "
        "`np.zeros((2, 3))`.",
    ),
    (
        TypeError,
        r"(list|tuple|string) indices must be integers or slices, not ([\w.]+)|(string) indices must be integers",
        "The index of a list, a tuple or a text is a whole number or a slice, and this one is something else.",
    ),
    (
        TypeError,
        r"object of type '((?:numpy\.)?(?:float|int)\d*)' has no len",
        "`len` was asked of a value of type {0}, which has no entries. Has this input fewer axes than you expect?",
    ),
    (
        TypeError,
        r"object of type '([\w.]+)' has no len",
        "`len` was asked of a value of type {0}, which has no length.",
    ),
    (
        TypeError,
        r"'(\w+)' is an invalid keyword argument for (\w+)\(\)",
        "Python's own `{1}` does not know the argument `{0}`. Is NumPy's function meant, with `np.` in front?",
    ),
    (
        TypeError,
        r"return arrays must be of ArrayType|output must be an array|'out' must be an array",
        "NumPy takes this argument for `out`, the array to write into. What is to be added, add with `+`; an option is called by its "
        "name, as in `keepdims=True`.",
    ),
    (
        TypeError,
        r"concatenate\(\) got multiple values for argument 'axis'",
        "`np.concatenate` takes the arrays together, in one list. The second argument is the axis already.",
    ),
    (
        TypeError,
        r"'([\w.]+)' object is not subscriptable",
        "An index was used on a value of type {0}, which takes none.",
    ),
    (
        TypeError,
        r"'(?:numpy\.)?(?:float|int)\d*' object is not iterable",
        (
            "Entries were to be taken one after another, by a loop or by a function such as `sum`, and here is a single"
            " number. Has this input fewer axes than you expect?"
        ),
    ),
    (
        TypeError,
        r"'([\w.]+)' object is not iterable",
        (
            "Entries were to be taken one after another, by a loop or by a function such as `sum`, and a value of type"
            " {0} has none."
        ),
    ),
    (
        TypeError,
        r"'(?:numpy\.)?float\w*' object cannot be interpreted as an integer",
        "A whole number is needed here, and a float was given. If it comes from a division `/`, use `//`.",
    ),
    (
        TypeError,
        r"slice indices must be integers",
        "A slice needs whole numbers, and one of these is something else. A division `/` gives a float: then use `//`.",
    ),
    (
        TypeError,
        r"expected a sequence of integers or a single integer, got '?(.*?)'?$",
        (
            "The sizes of a shape must be whole numbers, and one of them is {0}. If it comes from a division `/`, use"
            " `//`."
        ),
    ),
    (
        TypeError,
        r"numpy boolean negative",
        "NumPy puts no minus before Booleans. `~` turns each of them round; numbers come from `.astype(float)`.",
    ),
    (
        TypeError,
        r"numpy boolean subtract",
        "NumPy does not subtract Booleans. Turn them into numbers first, with `.astype(float)`.",
    ),
    (
        TypeError,
        r"unsupported operand type\(s\) for \^|ufunc 'bitwise_xor' not supported",
        "`^` is not a power in Python. Write `**`; e to a power is `np.exp`.",
    ),
    # The entries of an array of Python's objects are asked one by one; a whole number too large for NumPy is one, too.
    (
        TypeError,
        r"argument \d+ of type (int|float|bool|numpy\.(?:ndarray|float\d+|int\d+|bool\w*)) which",
        "NumPy met Python objects where it needs an array of numbers. Was the array made of parts of different shapes, or "
        "with `dtype=object`? Or is a whole number too large?",
    ),
    (
        TypeError,
        (
            r"(?:unsupported|bad) operand type.*'[\w.]*\b(?:function|builtin_function_or_method|method|ufunc|type)'"
            r"|unsupported operand type.*'numpy\._ArrayFunctionDispatcher'"
            r"|not supported between.*'(?:function|builtin_function_or_method|numpy\.ufunc|type)'"
            r"|argument \d+ of type (?:function|builtin_function_or_method|type|numpy\.\w+) which"
        ),
        "A function stands here without being called. Write round brackets after its name, with its argument if it takes one.",
    ),
    (
        TypeError,
        r"unsupported operand type\(s\) for @: '(?:numpy\.)?(?:float|int)\d*' and '(?:numpy\.)?(?:float|int)\d*'",
        "`@` is for arrays, and here are two single numbers. Is `*` meant, or do arrays belong here?",
    ),
    (
        TypeError,
        r"unsupported operand type\(s\) for (.*?): '(.*?)' and '(.*?)'",
        "`{0}` does not work between {1} and {2}. Is one of the two still a list, or None, or a tuple?",
    ),
    (
        TypeError,
        r"bad operand type for unary (.*?): '(.*?)'",
        "`{0}` does not work on a value of type {1}. Is it still a list, or None? `np.array(…)` makes an array of a list.",
    ),
    (
        ValueError,
        r"Expecting at least two arrays",
        "`np.linalg.multi_dot` needs at least two matrices, and here it got one.",
    ),
    (
        TypeError,
        r"Cannot cast ufunc .* to dtype\('u?int",
        "This array holds whole numbers and cannot take floats. Make it an array of floats: `np.zeros(shape)` holds them, "
        "and `.astype(float)` turns into them.",
    ),
    (
        TypeError,
        r"Cannot cast array data from dtype\('float\d+'\) to dtype\('int\d+'\)",
        "Whole numbers are needed here, and these have a point. For places in an array: `/` makes such numbers, and so "
        "does `np.arange` of one; divide with `//`. An array to be filled is made with `np.zeros`.",
    ),
    (
        TypeError,
        r"Cannot cast ufunc|same_kind|Cannot cast",
        "The result cannot be stored in an array of this type. Compute a new array and do not write into this one.",
    ),
    (
        TypeError,
        r"does not support argument \d+ of type (\w+) which",
        "A NumPy function was given a value of type {0}, which it cannot compute with.",
    ),
    (
        TypeError,
        r"'(.*?)' not supported between instances of '(.*?)' and '(.*?)'",
        (
            "`{0}` does not work between {1} and {2}. Is one of the two still a list, or None? `np.array(…)` makes an array"
            " of a list, and that is compared entry by entry."
        ),
    ),
    (
        TypeError,
        r"can't multiply sequence by non-int",
        "A list cannot be multiplied entry by entry, nor can a tuple or a text. `np.array(…)` makes an array of a list, "
        "which can.",
    ),
    (
        TypeError,
        r"can only concatenate str|ufunc 'add' did not contain a loop with signature matching types.*(?:<U|StrDType)",
        (
            "A text and a number cannot be joined with `+`. To look at a number, give it to `print` after a comma;"
            " what your function gives back stands after `return`."
        ),
    ),
    (
        TypeError,
        r"must be Tensor, not (?:numpy\.)?ndarray",
        (
            "PyTorch's functions take tensors, and here is an array of NumPy. NumPy has functions of its own, and no"
            " more is needed."
        ),
    ),
    (
        TypeError,
        r"can only concatenate (\w+)",
        "`+` joins a {0} to a {0}. To add numbers entry by entry, make an array with `np.array(…)`.",
    ),
    (
        TypeError,
        r"only integer scalar arrays can be converted",
        "A single whole number is needed here, and an array was given. Is its length meant, `len(…)`, or one number of its `.shape`?",
    ),
    (
        TypeError,
        r"cannot unpack non-iterable ([\w.]+)",
        "Several names stand on the left, and on the right there is a single value of type {0}.",
    ),
    (
        TypeError,
        r"iteration over a 0-d array",
        "Entries were to be taken one after another, and here is a single number. Is it one entry of an array, or the sum of "
        "it?",
    ),
    (
        TypeError,
        r"'module' object is not callable",
        "A module was called as if it were a function. Its functions stand behind a dot, as in `np.exp`.",
    ),
    (
        UnboundLocalError,
        r"variable '(\w+)'",
        (
            "`{0}` is used before it gets a value in this function. Does it lack a starting value, such as 0 before a"
            " loop? Or is its first line inside an `if` or a loop that did not run?"
        ),
    ),
    (ZeroDivisionError, r"", "A number was divided by zero."),
    (
        OverflowError,
        r"out of bounds for u?int",
        "An array of small whole numbers has no room for this one. Make an array of floats.",
    ),
    (
        OverflowError,
        r"Numerical result out of range",
        "A power of one number became too large for a float. NumPy's numbers and arrays give infinity there.",
    ),
    (
        OverflowError,
        r"math range error",
        (
            "A function of `math` was asked for a number that is too large for a float. NumPy's version gives infinity,"
            " and what comes of that may be nan: keep the exponent small."
        ),
    ),
    (
        RecursionError,
        r"",
        "A function calls itself without end. Does its name stand in its own body where another function was meant?",
    ),
    (
        MemoryError,
        r"Unable to allocate (.*?) for",
        "An array of {0} was asked for. Look at the shape you build: is a size multiplied where it should not be?",
    ),
    (MemoryError, r"", "More memory was asked for than there is. Look at the shapes you build."),
    (KeyError, r"(.*)", "The key {0} is not in the dictionary."),
    (AssertionError, r"^(.*)$", "An `assert` in your code does not hold. {0}"),
    (ImportError, r"No module named '(.*?)'", "There is no module named {0} here. NumPy is all that is needed."),
    (StopIteration, r"", "`next` was called on an iterator that has no more entries."),
)
