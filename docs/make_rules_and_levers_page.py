"""Write docs/rules_and_levers.md from the rules and levers that are registered: run it after one has changed."""

from pathlib import Path

from basinsim.describing.reference import rules_and_levers_page

PAGE = Path(__file__).with_name("rules_and_levers.md")

if __name__ == "__main__":
    PAGE.write_text(rules_and_levers_page(), encoding="utf-8")
