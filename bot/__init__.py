"""Rejoinder: a Discord bot that answers debate questions from curated knowledge."""

import os

# The matcher has many small matrices, for which threads of the linear algebra library would wait
# for each other more than work. The library reads this variable when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
