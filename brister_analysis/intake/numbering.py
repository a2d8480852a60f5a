"""Which number a received form has: the one it was given once, found again wherever the form stands now."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import replace

from brister_analysis.intake.register import GONE, KEPT, LIKENESS, REJECTED, UNREADABLE, Entry, Received


def register_forms(
    known: Iterable[Entry],
    received: Iterable[Received],
    prefix: str,
    coded: Iterable[str],
    rekeyed: bool = False,
) -> list[Entry]:
    """Give every received form its number: an old one when it is known again, else the next free.

    Parameters
    ----------
    known
        The register so far.
    received
        The forms that lie in the folder now.
    prefix
        What numbers begin with, such as ``skane-nordvastra-2023``.
    coded
        Numbers that have decisions: a changed form among them is marked for review.
    rekeyed
        True when the key was lost and made anew: old fingerprints then say nothing and no form counts as
        changed.

    Returns
    -------
    list of Entry
        One row for each form now in the folder and each that once was; nothing is renumbered.

    Notes
    -----
    The same content twice is a duplicate of the one first registered, and takes its place when that one is
    taken away. The same person, event and reporter, or the same case number, with other content is a
    corrected form: it takes over the number, and the form it replaces is kept as a duplicate of it. A row is
    known by its content and its case number before its place: rows move when a file is exported anew. Its
    place counts only while no other row of the file has moved.
    """
    register = _Register(list(known), prefix, set(coded), rekeyed)
    waiting = sorted(received, key=lambda form: form.order)
    for form in waiting:
        if not form.in_table:
            register.match_place(form)
    rows = [form for form in waiting if form.in_table]
    steps = (register.match_unchanged, register.match_moved, register.match_double, register.match_case)
    for match in steps:
        rows = [form for form in rows if not match(form)]
    rows = register.unmatched_by_likeness(rows)
    for form in rows:
        register.match_row_place(form)
    for form in waiting:
        if not register.has(form):
            register.match_earlier(form) or register.add(form)
    return register.closed()


class _Register:
    """The register while it is being brought up to date."""

    def __init__(self, entries: list[Entry], prefix: str, coded: set[str], rekeyed: bool) -> None:
        self.entries: dict[str, Entry] = {}
        self.places: dict[tuple[str, int], str] = {}
        self.alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.prefix, self.coded, self.rekeyed = prefix, coded, rekeyed
        for entry in entries:
            self._put(entry)
        self.doubles: dict[str, deque[str]] = defaultdict(deque)
        for entry in sorted(entries, key=lambda entry: entry.report_id):
            if entry.same_as and entry.content:
                self.doubles[entry.content].append(entry.report_id)
        self.taken: dict[str, tuple[str, int]] = {}
        self.moved: set[str] = set()
        self.next = (
            max([int(i.rsplit("-", 1)[1]) for i in self.entries if i.startswith(prefix)], default=0) + 1
        )

    def has(self, form: Received) -> bool:
        """Tell whether a form has its number."""
        found = self.places.get((form.file_name, form.row))
        return found is not None and self.taken.get(found) == (form.file_name, form.row)

    def match_place(self, form: Received) -> bool:
        """Find the number of a form by its file."""
        entry = self._at(form)
        return entry is not None and self._update(entry, form)

    def match_unchanged(self, form: Received) -> bool:
        """Find the number of a row that stands where it stood and says what it said."""
        entry = self._at(form)
        if entry is None or entry.same_as or entry.content != form.content:
            return False
        return self._update(entry, form)

    def match_moved(self, form: Received) -> bool:
        """Find the number of a row that says what it said elsewhere."""
        same = self._find("content", form.content)
        return same is not None and same.report_id not in self.taken and self._update(same, form)

    def match_double(self, form: Received) -> bool:
        """Find the number of a row that doubled another before, first where it stood."""
        entry = self._at(form)
        if entry is not None and entry.same_as and entry.content == form.content:
            return entry.report_id not in self.taken and self._update(entry, form)
        while self.doubles.get(form.content):
            double = self.entries[self.doubles[form.content].popleft()]
            if double.report_id not in self.taken:
                return self._update(double, form)
        return False

    def match_case(self, form: Received) -> bool:
        """Find the number of a row by its case number."""
        if form.identity.startswith(LIKENESS):
            return False
        earlier = self._find("identity", form.identity)
        return earlier is not None and earlier.report_id not in self.taken and self._update(earlier, form)

    def unmatched_by_likeness(self, rows: list[Received]) -> list[Received]:
        """Find the numbers of rows that alone are like one entry without a row; return the other rows."""
        alike = Counter(form.identity for form in rows)
        left = []
        for form in rows:
            ids = [one for one in self.alike["identity", form.identity] if one not in self.taken]
            sure = form.identity.startswith(LIKENESS) and alike[form.identity] == len(ids) == 1
            if not (sure and self._update(self.entries[ids[0]], form)):
                left.append(form)
        return left

    def match_row_place(self, form: Received) -> bool:
        """Find the number of a changed row by its place, which says nothing once other rows have moved."""
        entry = self._at(form)
        if entry is None or entry.report_id in self.taken or form.file_name in self.moved:
            return False
        cases = [one for one in (entry.identity, form.identity) if one and not one.startswith(LIKENESS)]
        another = len(set(cases)) == 2 and not self.rekeyed
        double = self._find("content", form.content) is not None
        return not another and not double and self._update(entry, form)

    def match_earlier(self, form: Received) -> bool:
        """Find the number of a form under a new file name, or of the form it doubles or corrects."""
        same = self._find("content", form.content)
        if same:
            if same.report_id in self.taken:
                self._add(form, status=REJECTED, reason="duplicate", same_as=same.report_id)
            else:
                self._update(same, form)
            return True
        earlier = None if form.identity.startswith(LIKENESS) else self._find("identity", form.identity)
        if earlier:
            if earlier.report_id in self.taken:
                # The corrected form takes over the number, so that decisions follow it; the old file gets a
                # new one.
                old = Received(earlier.file_name, earlier.row, earlier.content, earlier.identity, None, True)
                self._add(old, status=REJECTED, reason="duplicate", same_as=earlier.report_id)
            self._update(earlier, form)
            return True
        return False

    def add(self, form: Received) -> bool:
        """Give a form the next number."""
        self._add(form, status=KEPT if form.readable else UNREADABLE)
        return True

    def closed(self) -> list[Entry]:
        """Return the rows by number; a double takes the number of a form that was taken away."""
        for entry in sorted(self.entries.values(), key=lambda entry: entry.report_id):
            first = self.entries.get(entry.same_as)
            if first and entry.report_id in self.taken and first.report_id not in self.taken:
                self.taken[first.report_id] = self.taken.pop(entry.report_id)
                self.entries[first.report_id] = replace(
                    entry, report_id=first.report_id, status=KEPT, reason="", same_as="", review=first.review
                )
                self.entries[entry.report_id] = replace(entry, file_name=first.file_name, row=first.row)
        rows = sorted(self.entries.values(), key=lambda entry: entry.report_id)
        return [row if row.report_id in self.taken else replace(row, status=GONE) for row in rows]

    def _at(self, form: Received) -> Entry | None:
        found = self.places.get((form.file_name, form.row))
        return None if found is None else self.entries[found]

    def _find(self, fingerprint_name: str, value: str) -> Entry | None:
        if not value:
            return None
        rows = (self.entries[one] for one in self.alike[fingerprint_name, value])
        live = (
            row
            for row in rows
            if row.status in (KEPT, GONE) and not row.reason and getattr(row, fingerprint_name) == value
        )
        return min(live, key=lambda row: row.report_id, default=None)

    def _put(self, entry: Entry) -> None:
        """Keep an entry where it will be found: by its place and, unless it is a double, by what it says."""
        self.entries[entry.report_id] = entry
        self.places[entry.file_name, entry.row] = entry.report_id
        for name in ("content", "identity"):
            known = self.alike[name, getattr(entry, name)]
            if getattr(entry, name) and not entry.same_as and entry.report_id not in known:
                known.append(entry.report_id)

    def _update(self, entry: Entry, form: Received) -> bool:
        self.taken[entry.report_id] = (form.file_name, form.row)
        if entry.file_name == form.file_name and entry.row != form.row:
            self.moved.add(form.file_name)
        entry = replace(entry, file_name=form.file_name, row=form.row)
        if not form.readable:
            self._put(replace(entry, status=UNREADABLE))
            return True
        changed = bool(entry.content) and entry.content != form.content and not self.rekeyed
        set_aside = (entry.status == REJECTED or bool(entry.same_as)) and not changed
        self._put(
            replace(
                entry,
                content=form.content,
                identity=form.identity,
                status=REJECTED if set_aside else KEPT,
                reason=entry.reason if set_aside else "",
                same_as=entry.same_as if set_aside else "",
                review="yes" if changed and entry.report_id in self.coded else entry.review,
            )
        )
        return True

    def _add(self, form: Received, **state: str) -> None:
        report_id = f"{self.prefix}-{self.next:03d}"
        self.next += 1
        self.taken[report_id] = (form.file_name, form.row)
        self._put(Entry(report_id, form.file_name, form.row, form.content, form.identity, **state))
