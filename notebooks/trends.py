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
# # Trends
#
# The published number of reports of an area year by year, with what may and may not be said of it. Everything
# here comes from public documents; made-up data never enters.

# %% tags=["parameters"]
region = "skane"
area = "nordvastra-skane"
language = "sv"

# %% [markdown]
# ## Load

# %%
from brister_analysis.analysis.change import change_between_years
from brister_analysis.analysis.claims import may_say
from brister_analysis.reporting.trends import start_trends

page = start_trends(region, area, language)
page.head()

# %% [markdown]
# ## The series, with intervals and breaks

# %%
claims = may_say("change", counts=page.counts)
series = page.series()
page.section("series", page.words("series"), page.series_figure(series, claims), page.table(series))

# %%
page.section("breaks", page.words("breaks"), page.break_list())

# %% [markdown]
# ## Change between years
#
# The exact ratio holds if reports come independently at a constant rate. They do not, so conclusions rest on
# the interval that is adjusted for how much the years vary.

# %%
change = page.change(change_between_years(page.counts))
page.section("change", page.words("change"), page.change_figure(change), page.table(change))

# %% [markdown]
# ## What may be said

# %%
page.section("say", page.words("say"), page.sayings(claims))

# %% [markdown]
# ## Causes: published only as an order

# %%
page.section("ranks", page.words("ranks"), page.rank_table())

# %% [markdown]
# ## How it was made

# %%
page.section("method", page.words("trends_method"))

# %%
page.section("quality", page.words("trends_quality"))

# %%
page.section("cite", page.words("trends_cite"))

# %% [markdown]
# ## The main points, first on the page: they explain the words used

# %%
page.section("highlights", page.highlights(change, claims))

# %%
page.section("accessibility", page.words("accessibility"))

# %%
page.section("provenance", page.provenance())
