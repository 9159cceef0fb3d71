"""``basinsim hydrology``: series of weather and rivers; each of its commands has a file beside this one."""

from basinsim.cli.lazy import LazyGroup

_COMMANDS: dict[str, str] = {
    # command -> what --help says of it; the command's own file is loaded when it is called
    "import": "Make inflow from daily flows of the National River Flow Archive or CAMELS-GB.",
    "fit": "Make the tables of a basin's hydrology from observed series.",
    "droughts": "Find synthetic traces like the droughts people remember.",
    "generate": "Generate synthetic weather and natural flow.",
    "validate": "Compare generated with observed weather and rivers.",
}

command = LazyGroup(
    name="hydrology",
    package="basinsim.cli.hydrology",
    helps=_COMMANDS,
    help="Make, read and check series of weather and rivers.",
)
