"""Named 3×3 kernels, and a convolution that is quick for any of them."""

import numpy as np

KERNELS = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "edges, horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "edges, vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "Laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "shift left": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
}
OWN = "your own"


def correlate(image, kernel):
    """Cross-correlation of one image with one kernel, stride 1, no padding; quick for any kernel."""
    height, width = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width))
    for (row, column), weight in np.ndenumerate(kernel):
        result += weight * image[row : row + height, column : column + width]
    return result
