"""A group of commands, each in a file of its own that is loaded only when it is called."""

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click


class LazyGroup(click.Group):
    """Loads a command's file only when it is called, so that --help is quick.

    Parameters
    ----------
    package : str
        Package with one module a command, each with a ``command``.
    helps : dict of str to str
        Command -> what --help says of it, in the order shown.
    **settings
        As of :class:`click.Group`.
    """

    def __init__(self, *, package: str, helps: dict[str, str], **settings: Any) -> None:
        super().__init__(**settings)
        self._package = package
        self._helps = helps

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order shown."""
        return list(self._helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command's file."""
        if cmd_name not in self._helps:
            return None
        # `import` and `yield` are words of Python's own: their modules end in an underscore.
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"{self._package}.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        if not self._helps:
            return
        with formatter.section("Commands"):
            formatter.write_dl(list(self._helps.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command that is meant, or name the nearest."""
        from basinsim.errors import name_hint

        if args and args[0] not in self._helps and not args[0].startswith("-"):
            ctx.fail(f"there is no command '{args[0]}'; {name_hint(args[0], tuple(self._helps))}")
        return super().resolve_command(ctx, args)
