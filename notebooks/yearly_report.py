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
# # Yearly report
#
# One region's reported deficiencies in collaboration of one year. `brister build` runs this notebook for
# every region and year and makes a page of it; opened here it runs for the year named below. Each cell
# computes a table, has it protected and shows it; the page puts the sections in the region's own order.

# %% tags=["parameters"]
region = "skane"
year = 2023
area = "nordvastra-skane"
language = "sv"

# %% [markdown]
# ## Load

# %%
from brister_analysis.analysis.actors import actor_table, direction_table
from brister_analysis.analysis.claims import may_say
from brister_analysis.analysis.tables import cause_table, measure_table
from brister_analysis.reporting.year import start_report

report = start_report(region, year, area, language)
report.head()

# %% [markdown]
# ## Check: what was read adds up, and agrees with what is published

# %%
accounting = report.protected("accounting", report.accounting)
counted = report.table(accounting)
report.section("accounting", report.words("accounting"), counted, report.reconciliation(), report.rate())

# %% [markdown]
# ## Purpose and who compiled it: people's words

# %%
report.section("purpose")

# %%
report.section("compiled_by")

# %% [markdown]
# ## Who reports about whom

# %%
direction = report.direction(direction_table(report.actors))
directions = may_say("direction", actors=report.actors)
report.section(
    "direction", report.words("direction"), report.figure(direction, directions), report.table(direction)
)

# %% [markdown]
# ## Agreements and time to answer, in the regions whose pages go by them

# %%
report.section("agreements", report.agreements())

# %%
report.section("time_to_answer", report.time_to_answer())

# %% [markdown]
# ## Causes, in the year's own labels where it has them

# %%
causes = report.cause_finding(cause_table(report.causes, level=report.level))
claims = may_say("causes", causes=report.causes, level=report.level)
report.section("causes", report.cause_words(), report.figure(causes, claims), report.table(causes))

# %%
areas = report.area_finding(cause_table(report.causes, level="area"))
common = report.common_causes(cause_table(report.causes))
report.section("harmonised", report.codebook_words(), report.table(areas), common, report.crosswalk())

# %% [markdown]
# ## Causes together, and read through other schemes

# %%
report.section("together", report.together(areas, causes))

# %%
report.section("lenses", report.lenses())

# %%
report.section("cause_sections", report.each_cause(causes))

# %% [markdown]
# ## Themes, good examples, actors

# %%
themes = report.protected("themes", report.theme_table())
report.section("themes", report.written("themes"), report.table(themes))

# %%
measures = report.protected("measures", measure_table(report.measures, len(report.reports)))
report.section(
    "good_examples",
    report.written("good_examples"),
    report.figure(measures),
    report.table(measures),
    report.before_report(),
)

# %%
actors = report.actors_finding(
    actor_table(report.actors, by="activity"), actor_table(report.actors, by="principal")
)
report.section("actors", report.figure(actors), report.table(actors), report.services())

# %% [markdown]
# ## What the working group concludes

# %%
report.section("summary")

# %%
report.section("open_questions", report.written("open_questions"), report.last_year("open_questions"))

# %%
report.section("recommendations", report.written("recommendations"), report.last_year("recommendations"))

# %%
report.section("group")

# %% [markdown]
# ## How sure it is, what can be compared, and how it was made

# %%
report.section("intervals", report.words("intervals"))

# %%
report.section("comparability", report.comparability())

# %%
report.section("method", report.words("method"), report.agreement())

# %%
report.section("quality", report.quality())

# %%
report.section("deidentification", report.words("deidentification"))

# %%
report.section("cite", report.words("cite"))

# %%
report.section("accessibility", report.words("accessibility"))

# %% [markdown]
# ## The main points, first on the page: they count what all the tables hide

# %%
report.section("highlights", report.highlights(direction, directions, causes, claims))

# %% [markdown]
# ## Beside the page: one sheet for workplaces, and what people wrote in easy Swedish

# %%
report.workplace_sheet(direction, directions, causes, claims, measures)

# %%
report.easy_page(causes)

# %%
report.check_hidden()
report.section("provenance", report.provenance())
