"""The register that stands beside a basin file."""

from pathlib import Path

from basinsim.register.rows import Register, read_register

REGISTER_FILE = "register.csv"


def register_beside(basin: Path) -> Register:
    """Read the register of a basin.

    Parameters
    ----------
    basin : Path
        The basin file.

    Returns
    -------
    Register
        Without rows where no ``register.csv`` stands beside it.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    path = basin.parent / REGISTER_FILE
    return read_register(path) if path.is_file() else Register(())
