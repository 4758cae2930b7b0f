"""The capital letters of Vietnamese as a class for regular expressions."""

from __future__ import annotations

# A-Z, the Latin-1 and Latin Extended-A capitals in use, and the even code points of the Vietnamese block U+1EA0-U+1EF9.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
SMALL = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
