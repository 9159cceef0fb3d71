"""``basinsim schema``: JSON Schema for editors."""

import json

import click


@click.command("schema")
@click.argument("kind", type=click.Choice(["basin", "extension", "scenario", "study"]))
def command(kind: str) -> None:
    """Print the JSON Schema of basin, extension, scenario or study files, for completion in an editor.

    Example: basinsim schema basin > basin.schema.json
    """
    import basinsim.demand_models
    import basinsim.policies
    import basinsim.rules  # noqa: F401 - the rules that a basin may name
    from basinsim.schema.json_schema import json_schema

    click.echo(json.dumps(json_schema(kind), indent=2))
