"""Draw the figures of README.md: run it from the top of the repository after a release changes what they show."""

from pathlib import Path
from tempfile import TemporaryDirectory

import basinsim as bs
from basinsim import figures
from basinsim.figures.network import save_network
from basinsim.tradeoff.condensed import open_condensed

HERE = Path(__file__).resolve().parent
BASELINE = HERE.parent / "scenarios" / "baseline.yaml"

VARIANTS = {
    "as_it_is": ("As it is", "[]"),
    "farms": ("Farms before rivers", "[{type: priorities, set: {agriculture: 4, environmental_flow: 6}}]"),
    "alike": ("Farms and rivers alike", "[{type: priorities, set: {agriculture: 4}}]"),
}
"""File stem: name, and policies. What they say is an example, and nobody's proposal."""


def main() -> None:
    """Run ten years in weeks under three orders of wishes, and draw what README shows."""
    with TemporaryDirectory() as folder:
        results = []
        for stem, (name, policies) in VARIANTS.items():
            path = Path(folder) / f"{stem}.yaml"
            path.write_text(
                f"name: {name}\nextends: {BASELINE}\nperiod: {{start: 2009-01-01, end: 2018-12-31}}\nstep: week\n"
                f"policies: {policies}\n",
                encoding="utf-8",
            )
            results.append(bs.run(path))
        basin = bs.load_scenario(BASELINE).basin
    save_network(basin, HERE / "forth_valley.png")
    comparison = bs.compare(*results).comparison
    study = open_condensed(HERE.parent / "studies" / "forth_valley")
    figures.save_figure(figures.draw_policies_by_future(study), HERE / "forth_valley_futures.png")
    figures.save_figure(figures.draw_heat_map(comparison).get_figure(), HERE / "comparison.png")


if __name__ == "__main__":
    main()
