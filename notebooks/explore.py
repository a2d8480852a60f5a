# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Explore: the library in about fifteen minutes
#
# Staff report when collaboration around a person fails. This notebook goes from those reports to a table that
# may be published, one small step a cell, on the demonstration data (all made up). Run the cells in order
# with Shift+Enter, then change the region or the year below and run them again.
#
# If a cell finds no reports, take the forms in first with `brister intake`.

# %% tags=["parameters"]
region = "skane"
year = 2023
area = "nordvastra-skane"
language = "sv"

# %% [markdown]
# ## 1. What is there
#
# `load_reports` gives one row a report. What the person's name was is not there, and neither is the first
# page of the form.

# %%
from brister_analysis.intake.store import load_accounting, load_actors, load_reports

reports = load_reports(region, year)
reports[["report_id", "received_date", "scheme", "form_version", "synthetic"]].head()

# %% [markdown]
# Missing is missing: an empty field is never turned into 0 or "no".

# %%
reports.notna().sum().rename("filled in").to_frame()

# %% [markdown]
# Every form that was read is either counted or set aside for one stated reason.

# %%
load_accounting(region, year)[["reason", "reports"]]

# %% [markdown]
# ## 2. Who reports about whom
#
# Always the first table: a unit that knows the form is seen more. `share_of_reports` is a proportion from 0
# to 1, and `low` and `high` are its exact 95 percent interval.

# %%
from brister_analysis.analysis.actors import direction_table

actors = load_actors(region, year)
directions = direction_table(actors)
directions.sort_values("reports", ascending=False).head()

# %% [markdown]
# ## 3. Causes
#
# A working group decides the causes. The label is kept as printed that year; the harmonised cause is derived
# from it.

# %%
from brister_analysis.coding.ledger import load_causes

causes = load_causes(region, year)
causes[["report_id", "native_label", "cause", "cause_area", "relation"]].head()

# %% [markdown]
# A report can have several causes, so there are two bases. Shares of *reports* add up to more than 1; shares
# of *mentions* add up to 1. They answer different questions and cannot be turned into one another.

# %%
from brister_analysis.analysis.tables import cause_table

native = cause_table(causes, level="native")
native[["native_label", "reports", "share_of_reports", "low", "high", "share_of_mentions"]]

# %% [markdown]
# In the common codebook some causes were never asked for that year. They are missing, not zero: look at
# `collected`.

# %%
harmonised = cause_table(causes, level="area")
harmonised[["cause_area", "reports", "share_of_reports", "low", "high", "collected"]]

# %% [markdown]
# ## 4. What may be said
#
# A sentence is allowed only when a rule set beforehand says so. Everything else is refused, with the reason.

# %%
from brister_analysis.analysis.claims import may_say

claims = may_say("causes", causes=causes, level="native")
[claim.text(language) for claim in claims.licensed]

# %%
[refusal.reason(language) for refusal in claims.refused]

# %% [markdown]
# ## 5. What may leave: protected tables
#
# A number that could point at a person or a unit is hidden before anything is drawn or written. The report
# object knows the rule for this place and year, and everything shown through it is protected.

# %%
from brister_analysis.reporting.year import start_report

report = start_report(region, year, area, language)
protected = report.protected("direction", directions)
report.table(protected)

# %% [markdown]
# ## 6. A figure, with its intervals

# %%
shown = report.cause_finding(native)
report.figure(shown, claims)

# %% [markdown]
# ## 7. Change over the years
#
# The published numbers of reports vary more than chance. The exact columns of the change table would call one
# change certain; the adjusted ones, which take that variation into account, call none.

# %%
from brister_analysis.analysis.change import change_between_years, dispersion
from brister_analysis.reporting.trends import start_trends

published = start_trends(region, area, language)
dispersion(published.counts)

# %%
change = change_between_years(published.counts)
change[["year_before", "year_after", "ratio", "low", "high", "low_adjusted", "high_adjusted"]]

# %% [markdown]
# ## 8. Your own look at it
#
# For your eyes only, nothing here is protected. Seaborn draws any frame.

# %%
import seaborn as sns

sns.set_theme(style="whitegrid")
ax = sns.barplot(native, x="reports", y="native_label", color="steelblue")
ax.set(xlabel="", ylabel="")

# %% [markdown]
# ## Where to go next
#
# - `notebooks/yearly_report.ipynb` makes the yearly page out of the steps above.
# - `notebooks/trends.ipynb` makes the page over time.
# - `docs/interface.md` lists every function with its columns and units.
# - Each function tells how its numbers can mislead: put the cursor in its name and press Shift+Tab.
