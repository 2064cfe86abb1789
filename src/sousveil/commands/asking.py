"""The options of the model reader: which model is asked, where, and whether it may be another machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from sousveil.build import ModelOptions
from sousveil.errors import UsageError
from sousveil.find.model import EndpointOptions

__all__ = ["Asking", "ReaderName", "model_options"]


class ReaderName(StrEnum):
    """Who reads the claims."""

    RULES = "rules"
    MODEL = "model"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who reads the claims, and how the model is asked."""

    reader: Annotated[ReaderName, typer.Option(help="`model`: a model that you run reads, beside the rules.")] = (
        ReaderName.RULES
    )
    endpoint: Annotated[
        str | None,
        typer.Option(envvar="SOUSVEIL_ENDPOINT", metavar="URL", help="OpenAI-compatible: http://127.0.0.1:8080/v1."),
    ] = None
    model: Annotated[
        str | None, typer.Option(envvar="SOUSVEIL_MODEL", metavar="NAME", help="The model, as its server calls it.")
    ] = None
    key_env: Annotated[
        str | None, typer.Option(metavar="VARIABLE", help="The environment variable that holds the server's key.")
    ] = None
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="The server may be another machine: passages leave this one.")
    ] = False
    all_passages: Annotated[
        bool, typer.Option("--all-passages", help="Also passages in which the vocabulary meets no word of a claim.")
    ] = False
    answer_timeout: Annotated[float, typer.Option(min=1, help="Seconds that one answer of the model may take.")] = 300.0


def model_options(asking: Asking) -> ModelOptions | None:
    """How the model is asked; null where only the rules read. Raises UsageError where something is missing."""
    if asking.reader is ReaderName.RULES:
        if asking.key_env or asking.allow_remote or asking.all_passages:
            raise UsageError("Only a model is asked: add `--reader model`, or leave the options of its server away.")
        return None
    if not asking.endpoint or not asking.model:
        raise UsageError(
            "A model is not asked without its address and name: add `--endpoint http://127.0.0.1:8080/v1` and"
            " `--model NAME`."
        )
    key = None
    if asking.key_env:
        key = os.environ.get(asking.key_env)
        if not key:
            raise UsageError(f"The environment variable {asking.key_env} is not set. Set it to the server's key.")
    endpoint = EndpointOptions(
        url=asking.endpoint,
        model=asking.model,
        key=key,
        allow_remote=asking.allow_remote,
        total_timeout=asking.answer_timeout,
    )
    return ModelOptions(endpoint=endpoint, only_triggered=not asking.all_passages)
