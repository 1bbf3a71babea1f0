"""Rejoinder: a Discord bot that answers debate questions from curated knowledge."""

import os

# The matcher has many small matrices: threads of the linear algebra library would wait for each
# other more than work. It reads this when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
