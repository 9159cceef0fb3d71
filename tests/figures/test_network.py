"""The drawing of a network: everything is there, nothing covers anything else, and saving is all or nothing."""

import subprocess
import sys
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from test_layout import basin, forth

from basinsim.errors import InputError, RunError
