"""Why was I cut? What stood in a user's way on a day, what would have helped, and what else was possible.

The causes come from the allocation's own certificates; every gain and every smallest change is
found by taking the whole step again.
"""

from basinsim.why.explanation import Explanation as Explanation
from basinsim.why.explanation import explain as explain
