"""Search while one types: takes a way to look up, and shows what it finds until the person leaves.

The only importer of prompt_toolkit, which is an extra of its own; :func:`run` is imported where somebody asks for this alone.
What is copied goes to the terminal as OSC 52, so that it reaches the person's own clipboard through SSH too.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.styles import Style

from notation.cli import plain, view
from notation.cli.safe import safe_result
from notation.results import LookupResult, Match

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output

LookUp = Callable[[str], LookupResult]
Pieces = StyleAndTextTuples

KEYS = "↑ ↓ choose   Enter card   Ctrl-Y copy symbol   Ctrl-L copy LaTeX   Esc leave"
_ESCAPE_SECONDS = 0.05  # how long a lone Escape may still become an arrow key
_STYLE = Style.from_dict({"symbol": "ansicyan bold", "hit": "bold underline", "hint": "ansibrightblack", "chosen": "reverse"})


class Live:
    """What is typed, what that finds, and which match is chosen; ``card`` says whether that one is shown in full."""

    def __init__(self, look_up: LookUp) -> None:
        self.look_up = look_up
        self.result = LookupResult("", ())
        self.at = 0
        self.card = False
        self.scrolled = 0
        self.note = ""

    @property
    def chosen(self) -> Match | None:
        """The match that the keys are about."""
        return self.result.matches[self.at] if self.result.matches else None

    def typed(self, text: str) -> None:
        """Look up what stands in the box now."""
        self.result = safe_result(self.look_up(text)) if text.strip() else LookupResult("", ())
        self.at, self.card, self.scrolled, self.note = 0, False, 0, ""

    def move(self, steps: int) -> None:
        """Choose another match; at the ends the choice stays."""
        self.at = max(0, min(len(self.result.matches) - 1, self.at + steps))
        self.scrolled, self.note = 0, ""

    def scroll(self, lines: int) -> None:
        """Show a later or an earlier part of a long card."""
        self.scrolled = max(0, min(len(self._card()) - 1, self.scrolled + lines)) if self.card else 0

    def open(self) -> None:
        """Show the card, or the list again."""
        self.card = not self.card and self.chosen is not None
        self.scrolled, self.note = 0, ""

    def to_copy(self, latex: bool) -> str:
        """The symbol of the chosen match or its LaTeX; the note says which, or that there is none."""
        match = self.chosen
        text = "" if match is None else "".join(match.latex[:1]) if latex else match.symbol
        self.note = f"Copied {text}" if text else "No LaTeX to copy." if match and latex else "Nothing to copy."
        return text

    # What is drawn

    def body(self) -> Pieces:
        """The card, the list of matches, or what to try."""
        if self.card:
            return [("", "\n".join(self._card()[self.scrolled :]))]
        if self.result.query and not self.result.matches:
            return [("class:hint", "\n".join(view.no_match(self.result)))]
        wide = plain.symbol_width(self.result.matches)
        return [piece for at, match in enumerate(self.result.matches) for piece in self._line(match, at == self.at, wide)]

    def foot(self) -> Pieces:
        """What has just happened, or which keys there are."""
        return [("class:hint", self.note or KEYS)]

    def _card(self) -> list[str]:
        return list(plain.card(self.chosen, every=True)) if self.chosen else []

    def _line(self, match: Match, chosen: bool, wide: int) -> Pieces:
        mark = "class:chosen " if chosen else ""
        pieces: Pieces = [(f"{mark}class:symbol", f" {plain.padded(match.symbol, wide)}  ")]
        for text, hit in view.marked(view.with_hit(match), match.matched_text):
            pieces.append((f"{mark}class:hit" if hit else mark, text))
        return [*pieces, ("", "\n")]


def run(look_up: LookUp, given: Input | None = None, output: Output | None = None) -> Live:
    """Search live until Escape or Ctrl-C; ``given`` and ``output`` stand in for the terminal. Gives the last state."""
    live = Live(look_up)
    box = Buffer(multiline=False, on_text_changed=lambda buffer: live.typed(buffer.text))
    windows = [
        Window(BufferControl(box, input_processors=[BeforeInput("Look up: ", style="bold")]), height=1),
        Window(height=1),
        Window(FormattedTextControl(live.body), wrap_lines=False),
        Window(FormattedTextControl(live.foot), height=1),
    ]
    application: Application[None] = Application(
        Layout(HSplit(windows)), key_bindings=_keys(live), style=_STYLE, full_screen=True, input=given, output=output
    )
    application.ttimeoutlen = _ESCAPE_SECONDS
    application.run()
    return live


def _keys(live: Live) -> KeyBindings:
    keys = KeyBindings()
    for key, steps in (("up", -1), ("down", 1), ("c-p", -1), ("c-n", 1)):
        keys.add(key)(_does(live.move, steps))
    for key, lines in (("pageup", -10), ("pagedown", 10)):
        keys.add(key)(_does(live.scroll, lines))
    keys.add("enter")(lambda event: live.open())
    keys.add("c-y")(lambda event: _copy(live.to_copy(latex=False)))
    keys.add("c-l")(lambda event: _copy(live.to_copy(latex=True)))
    for key in ("escape", "c-c", "c-d"):
        keys.add(key, eager=True)(lambda event: event.app.exit())
    return keys


def _does(act: Callable[[int], None], amount: int) -> Callable[[KeyPressEvent], None]:
    return lambda event: act(amount)


def _copy(text: str) -> None:
    if text:
        code = base64.b64encode(text.encode()).decode()
        get_app().output.write_raw(f"\x1b]52;c;{code}\x07")
        get_app().output.flush()
