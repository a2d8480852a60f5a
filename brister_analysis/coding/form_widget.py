"""The coding form in JupyterLab: read, choose with the keyboard, save, next."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from brister_analysis.coding.choices import split_themes
from brister_analysis.coding.form import Answers, CodingForm
from brister_analysis.coding.rules import scheme_rules
from brister_analysis.errors import DataError, Fault, shape_of
from brister_analysis.language import text
from brister_analysis.workspace import Workspace


def coding_form(
    region: str, year: int, coder: str | None = None, scheme: str | None = None, blind: bool = False
) -> CodingWidget:
    """Open a coder's sheet as a form; arguments as `brister_analysis.coding.sheets.coding_sheet`."""
    return CodingWidget(CodingForm(Workspace.find(), region, year, coder, scheme, blind))


class CodingWidget(widgets.VBox):
    """The form's fields around a `CodingForm`.

    Numbers or abbreviations typed into the quick entry tick causes at Enter; Enter in the empty entry saves
    and goes to the next case. Everything can also be reached with Tab and Space.
    """

    def __init__(self, form: CodingForm) -> None:
        self.form = form
        self.progress, self.text, self.status = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.quick = _field(widgets.Text, "quick", placeholder=text("sheets.form.quick_hint"))
        self.causes = {
            cause: widgets.Checkbox(
                description=f"{number} {shown}", indent=False, layout=widgets.Layout(width="auto")
            )
            for number, (cause, shown) in enumerate(form.choices.shown.items(), start=1)
        }
        answers = [(text("sheets.form.unknown"), "")]
        answers += [(text(f"sheets.choice.{name}"), name) for name in ("yes", "no")]
        self.pandemic = _field(widgets.ToggleButtons, "pandemic", options=answers)
        self.themes = _field(widgets.Text, "themes")
        self.note = _field(widgets.Text, "note")
        self.date = _field(widgets.DatePicker, "date", value=form.date)
        self.back = widgets.Button(description=text("sheets.form.previous"))
        self.forward = widgets.Button(description=text("sheets.form.next"), button_style="primary")
        self._connect()
        columns = widgets.Layout(
            grid_template_columns="repeat(auto-fill, minmax(23em, 1fr))", overflow="hidden"
        )
        super().__init__(
            [
                self.progress,
                self.text,
                self.quick,
                widgets.GridBox(list(self.causes.values()), layout=columns),
                self.pandemic,
                self.themes,
                self.note,
                widgets.HBox([self.back, self.forward, self.date]),
                self.status,
                widgets.HTML(_rules_html(form.identity.scheme)),
            ],
            layout=widgets.Layout(max_width="60em"),
        )
        self.show()

    def _connect(self) -> None:
        # The quick entry tells Enter apart from leaving the field, which must not save.
        self.quick.on_msg(self._on_quick)
        self.back.on_click(lambda _: self.step(-1))
        self.forward.on_click(lambda _: self.step(1))
        self.date.observe(self._on_date, "value")

    def _on_quick(self, _: widgets.Widget, content: dict[str, Any], __: object) -> None:
        if content.get("event") != "submit":
            return
        entry, self.quick.value = self.quick.value, ""
        if entry.strip():
            self.enter(entry)
        else:
            self.step(1)

    def enter(self, entry: str) -> None:
        """Tick the causes of a quick entry, or tell why it cannot be read."""
        reading = self.form.read_entry(entry)
        if reading.problem:
            key, got = f"sheets.cause.{reading.problem}", shape_of(entry)
            self._tell(str(Fault(key, (), got, reading.allowed, nearest=reading.nearest)))
            return
        chosen = self.form.with_entry(self.chosen, reading.values)
        for cause, box in self.causes.items():
            box.value = cause in chosen
        shown = ", ".join(self.form.choices.shown[cause] for cause in chosen)
        self._tell(text("sheets.form.understood", causes=shown or "–"))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The causes that are ticked."""
        return tuple(cause for cause, box in self.causes.items() if box.value)

    def step(self, step: int) -> None:
        """Save the case and go on, or back; stay where saving is refused."""
        answers = Answers(
            self.chosen, self.pandemic.value, split_themes(self.themes.value), self.note.value.strip()
        )
        if self._tried(lambda: self.form.save(answers)):
            self.form.move(step)
            self.show()
            self._tell(text("sheets.form.saved", sheet=self.form.identity.sheet))

    def _on_date(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            self._tried(lambda: self.form.finish(change["new"]))

    def _tried(self, save: Callable[[], None]) -> bool:
        try:
            save()
        except DataError as error:
            self._tell(" ".join(str(fault) for fault in error.faults))
            return False
        return True

    def show(self) -> None:
        """Show the case the form is at, and put the cursor into the quick entry."""
        form, answers = self.form, self.form.answers
        told = text(
            "sheets.form.progress",
            place=form.place + 1,
            cases=len(form.cases),
            report=form.case.report_id,
            coded=form.coded,
        )
        self.progress.value = f"<h3>{escape(told)}</h3>"
        self.text.value = f'<div style="line-height:1.5;font-size:1.05em">{form.text_html()}</div>'
        for cause, box in self.causes.items():
            box.value = cause in answers.causes
        self.pandemic.value = answers.pandemic
        self.themes.value, self.note.value = "; ".join(answers.themes), answers.note
        self._tell(" ".join(str(fault) for fault in form.faults))
        self.quick.focus()

    def _tell(self, said: str) -> None:
        self.status.value = f'<p role="status">{escape(said)}</p>'


def _field(kind: type[widgets.DOMWidget], name: str, **options: object) -> Any:
    style = {"description_width": "7em"}
    wide = widgets.Layout(width="98%" if kind is widgets.Text else "auto")
    return kind(description=text(f"sheets.form.{name}"), style=style, layout=wide, **options)


def _rules_html(scheme: str) -> str:
    rules = scheme_rules(scheme)
    causes = "".join(
        f"<tr><th scope='row' style='text-align:left'>{escape(cause)}</th><td>{escape(second)}</td>"
        f"<td>{escape(third)}</td></tr>"
        for cause, second, third in rules.causes
    )
    head = "".join(f"<th scope='col' style='text-align:left'>{escape(one)}</th>" for one in rules.headings)
    numbered = "".join(f"<li>{escape(rule)}</li>" for _, rule in rules.rules)
    return (
        f"<details><summary>{escape(text('sheets.form.rules'))}</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{causes}</tbody></table><ol>{numbered}</ol>"
        f"<p>{escape(rules.source)}</p></details>"
    )
