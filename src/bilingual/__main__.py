"""`python -m bilingual`, and the installed command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from bilingual.cli.main import cli

    cli(prog_name="bilingual")


if __name__ == "__main__":
    main()
