"""How the command line speaks: its help, and wrong use, in the language in force.

The library's own words are English, and its messages may repeat what was typed.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from brister_analysis.errors import Fault, UsageError
from brister_analysis.language import text

PROGRAM = "brister"


class CommandLine(typer.Typer):
    """Commands that tell their help in the language in force and take no option twice that counts once."""

    def __init__(self, help: str, **settings: Any) -> None:
        super().__init__(
            help=help,
            cls=_Group,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": ["--help", "-h"]},
            **settings,
        )

    def command(self, *args: Any, **settings: Any) -> Any:
        """Register a command, as the library does."""
        return super().command(*args, cls=_Command, **settings)


class _Command(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            _, _, given = self.make_parser(ctx).parse_args(list(args))
        except typer.TyperException as error:
            # Some of the library's do not tell which command it was.
            raise _at(error, ctx) from None
        for one in given:
            # The library would take the last, and say nothing.
            if given.count(one) > 1 and not getattr(one, "is_flag", False) and not one.multiple:
                raise UsageError(Fault("cli.wrong.twice", (_shown(one),)))
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _write_help(self, ctx, formatter)


class _Group(TyperGroup):
    def format_help(self, ctx: Any, formatter: Any) -> None:
        _write_help(self, ctx, formatter)


def _write_help(command: Any, context: Any, formatter: Any) -> None:
    """Write how a command is written, what it does, and what it takes."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    below = getattr(command, "commands", {})
    usage = [text("cli.usage.any_options"), *(_usage(one) for one in arguments)]
    usage += [text("cli.usage.any_command")] if below else []
    formatter.write_usage(_path(context), " ".join(usage), f"{text('cli.usage.usage')} ")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(command.help)
    if arguments:
        with formatter.section(text("cli.usage.arguments")):
            formatter.write_dl([(_shown(one), _told(one)) for one in arguments])
    with formatter.section(text("cli.usage.options")):
        own = [(", ".join(one.opts) + ("" if one.is_flag else " …"), _told(one)) for one in options]
        formatter.write_dl([*own, (", ".join(context.help_option_names), text("cli.usage.help"))])
    if below:
        with formatter.section(text("cli.usage.commands")):
            formatter.write_dl([(name, one.help) for name, one in below.items()])


def _usage(argument: Any) -> str:
    several = " ..." if argument.nargs != 1 else ""
    return f"{_shown(argument)}{several}" if argument.required else f"[{_shown(argument)}{several}]"


def _told(param: Any) -> str:
    """Return what an option or argument is for, and what holds without it."""
    if param.required:
        return f"{param.help} ({text('cli.usage.required')})"
    if param.default and not getattr(param, "is_flag", False):
        return f"{param.help} ({text('cli.usage.default', value=param.default)})"
    return str(param.help)


def _shown(param: Any) -> str:
    """Return what an option is called, or the word that stands for an argument."""
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar)


def _at(error: Any, context: Any) -> Any:
    error.ctx = context
    return error


def _path(context: Any) -> str:
    """Return a command as it is written, with the group it belongs to."""
    names = []
    while context is not None and context.parent is not None:
        names.append(context.info_name)
        context = context.parent
    return " ".join([PROGRAM, *reversed(names)])


def misused(error: Any) -> Fault:
    """Return what is wrong in how a command was written; options are a closed vocabulary and may be repeated,
    values never.

    Parameters
    ----------
    error
        What the library raised.
    """
    context, kind = error.ctx, type(error).__name__
    values = {"command": _path(context)}
    params = context.command.params if context else ()
    if kind == "NoSuchOption":
        options = tuple(one.opts[0] for one in params if one.param_type_name == "option")
        near = tuple(error.possibilities or ())
        return Fault("cli.wrong.option", allowed=options, nearest=near, values=values)
    if kind == "BadOptionUsage":
        valued = [name for one in params if not getattr(one, "is_flag", False) for name in one.opts]
        key = "no_value" if error.option_name in valued else "flag"
        return Fault(f"cli.wrong.{key}", (error.option_name,), values=values)
    if kind in ("MissingParameter", "BadParameter"):
        key = "missing" if kind == "MissingParameter" else "value"
        return Fault(f"cli.wrong.{key}", (_shown(error.param),), values=values)
    if below := getattr(context.command, "commands", {}):
        return Fault("cli.wrong.command", allowed=tuple(below), values=values)
    return Fault("cli.wrong.extra", values=values)
