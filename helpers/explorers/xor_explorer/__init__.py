"""The explorer on XOR: ``explorer`` the class, ``questions`` and ``parting`` what is decided, ``panels`` the pictures."""
