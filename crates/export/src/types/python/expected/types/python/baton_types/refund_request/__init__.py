# Written by Baton; what is changed here is lost with the next export.

from .v1_1_0 import *  # noqa: F403
