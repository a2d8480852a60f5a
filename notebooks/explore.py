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
# Every function is called as `ba.name`. What it returns, column by column, and how its numbers can mislead is
# in its help: put the cursor in the name and press Shift+Tab. If a cell finds no reports, take the forms in
# first with `brister intake`.

# %% tags=["parameters"]
region = "skane"
year = 2023
area = "nordvastra-skane"
language = "sv"
earlier, coded_twice, codebook_year = 2020, 2022, 2024
threshold = 5

# %% [markdown]
# ## 1. Load: what is there
#
# One row a report, without names: the first page of the form is used only to find names in the text and to
# recognise a report that has come before, and what points at a person in a text is replaced.

# %%
import brister_analysis as ba

reports = ba.load_reports(region, year)
reports[["report_id", "received_date", "scheme", "form_version", "synthetic"]].head()

# %% [markdown]
# Missing is missing: an empty field is never turned into 0 or "no". `completeness` counts what is filled in.

# %%
ba.completeness(reports, ["event_date", "measures", "dialogue_outcome"])

# %% [markdown]
# Every form that was read is counted or set aside for one stated reason.

# %%
ba.load_accounting(region, year)[["reason", "reports"]]

# %% [markdown]
# ## 2. Who reports about whom
#
# Always the first table: a unit that knows the form is seen more. `share_of_reports` is a proportion from 0
# to 1, and `low` and `high` are its exact 95 percent interval.

# %%
actors = ba.load_actors(region, year)
directions = ba.direction_table(actors)
directions.sort_values("reports", ascending=False).head()

# %% [markdown]
# ## 3. Causes: two bases
#
# A working group decides the causes. The label is kept as printed that year; the harmonised cause is derived
# from it.

# %%
causes = ba.load_causes(region, year)
causes[["report_id", "native_label", "cause", "cause_area", "relation"]].head()

# %% [markdown]
# A report can have several causes. Shares of *reports* add up to more than 1; shares of *mentions* add up to
# 1. They answer different questions and cannot be turned into one another.

# %%
native = ba.cause_table(causes, level="native")
native[["native_label", "reports", "share_of_reports", "low", "high", "share_of_mentions"]]

# %% [markdown]
# In the common codebook some causes were never asked for that year. They are missing, not zero: look at
# `collected`.

# %%
harmonised = ba.cause_table(causes, level="area")
harmonised[["cause_area", "reports", "share_of_reports", "low", "high", "collected"]]

# %% [markdown]
# Which areas of causes stand in the same reports, and whether more often than chance would put them there.
# Read `p_holm`: some of many pairs always look strong.

# %%
pairs = ba.co_occurrence(causes, level="area")
pairs[["cause_a", "cause_b", "both", "odds_ratio", "low", "high", "p_holm"]].head()

# %% [markdown]
# ## 4. Intervals: how sure is a number
#
# All reports are counted, so the interval is not about a sample. It tells how much the number could have
# varied if the same ways of working and reporting had given other reports.

# %%
count = len(reports)
ba.poisson_interval(count)

# %%
ba.proportion_interval(native["reports"].max(), count)

# %% [markdown]
# ## 5. A comparison that is refused
#
# Both years counted something called SIP. In 2020 it was a party absent from a meeting. In 2023 the label
# also holds missing plans and unclear responsibility, in another area of the codebook.

# %%
refused = ba.comparable_level(
    [("nv-skane-2023", "SIP")], [("nv-skane-2020", "parter som inte kommit på SIP-möten")]
)
print(refused.level, refused.reason(language), sep=": ")

# %% [markdown]
# Routines meant the same in both years, so there each side can be set beside the other.

# %%
allowed = ba.comparable_level([("nv-skane-2023", "rutiner")], [("nv-skane-2020", "rutiner")])
print(allowed.level, allowed.reason(language), sep=": ")

# %% [markdown]
# `compare_regions` asks the same of everything that two regions or years have, from numbers up to causes. What
# cannot be compared is in `refusals`, each with its reason.

# %%
compared = ba.compare_regions([region, "stockholm"], [year, codebook_year])
compared.rungs

# %%
list(dict.fromkeys(refusal.reason(language) for refusal in compared.refusals))

# %% [markdown]
# ## 6. What may be said
#
# A sentence is allowed only when a rule set beforehand says so. Everything else is refused, with the reason.

# %%
claims = ba.may_say("causes", causes=causes, level="native")
[claim.text(language) for claim in claims.licensed]

# %%
[refusal.reason(language) for refusal in claims.refused]

# %% [markdown]
# ## 7. Protect: what may leave
#
# A count from 1 and below the threshold is hidden with everything computed from it, and so are as many others
# as it takes to keep it hidden. Zero is open.

# %%
protected = ba.protect(directions, ["reporter", "counterpart"], threshold=threshold, count="reports")
protected.frame.query("hidden or reports > 0")

# %%
print(protected.explain(language))

# %% [markdown]
# ## 8. Audit: what an outsider could still work out
#
# The auditor shares no code with the protector. `low` and `high` are the bounds an outsider reaches for each
# hidden number; `refused` says that they are too close.

# %%
ba.audit([protected])

# %% [markdown]
# A page goes the same way. The report object knows the rule for this place and year, and nothing else can be
# drawn or written.

# %%
from brister_analysis.reporting.year import start_report

report = start_report(region, year, area, language)
shown = report.cause_finding(native)
report.figure(shown, claims)

# %% [markdown]
# ## 9. Change over the years, and rates
#
# The published numbers of reports vary more than chance. The exact interval would call one change certain; the
# adjusted one, which takes that variation into account, calls none.

# %%
figures = ba.published_figures()
series = figures[(figures["measure"] == "reports") & (figures["area"] == area)]
counts = series.rename(columns={"data_year": "year", "value": "reports"})[["year", "reports"]]
change = ba.change_between_years(counts.dropna().astype("Int64").sort_values("year"))
change[["year_before", "year_after", "ratio", "low", "high", "low_adjusted", "high_adjusted"]]

# %% [markdown]
# A rate is given only where the population of that year is known: another year's is never borrowed.

# %%
rated = ba.rates(counts.dropna().astype("Int64").assign(code=area), ba.population("area"))
rated[["year", "reports", "population", "rate", "low", "high"]]

# %% [markdown]
# ## 10. Coding: suggestions with their reasons, and agreement
#
# Suggestions help a group to begin and are never compared. The reasons are the words that spoke for a cause.

# %%
event = "Vi skickade kallelse till SIP men ingen från vuxenpsykiatrin kom, och ingen svarade när vi ringde."
(suggested,) = ba.suggest_causes([event])
chosen = [one for one in suggested if one.chosen]
[(one.cause, one.score, [event[start:end] for start, end in one.reasons]) for one in chosen]

# %% [markdown]
# Where two people coded the same reports on their own, agreement can be measured, with intervals.

# %%
coders = ba.load_causes(region, coded_twice, decided_by="coder")
agreed = ba.agreement(coders, label="native_label")
agreed[["cause", "n_units", "percent", "alpha", "alpha_low", "alpha_high"]].tail()

# %% [markdown]
# ## 11. Names in texts
#
# The finder tells where something points at a person, and why it thinks so. It does not find everything.

# %%
said = "Anna Exempelsson ringde från 070-174 06 58 och frågade efter planen."
(masked,) = ba.deidentify([said])
masked.text

# %% [markdown]
# ## 12. Your own look at it
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
# The other functions, by what they are for; `docs/interface.md` gives the columns and units of each.
#
# | for | functions |
# |---|---|
# | places and people | `regions`, `region`, `municipalities`, `areas`, `resolve_municipalities`, `population` |
# | what others have published | `published_figures`, `published_ranks` |
# | codebook, schemes and the way between them | `codebook`, `schemes`, `scheme_coverage`, `crosswalk`, `to_harmonised`, `counted_as`, `dimension` |
# | a region's own forms and rules | `load_profile` |
# | taking in and identifiers | `take_in`, `find_identifiers`, `deidentify` |
# | what a group decided | `load_themes`, `load_measures`, `vignettes` |
# | more counts with intervals | `measure_table`, `actor_table`, `share_of_mentions_interval`, `time_to_answer` |
# | areas against chance, from ten areas on | `funnel` |
# | the same causes through another scheme | `read_through` |
# | tables that share totals | `protect_linked` |
# | tens of thousands of reports | `process_partition`, `process_partitions` |
#
# - `notebooks/yearly_report.ipynb` makes the yearly page out of the steps above.
# - `notebooks/data_quality.ipynb` shows what to mend in the data and what to rely on.
# - `notebooks/trends.ipynb` and `notebooks/region_comparison.ipynb` go over time and beside each other.
