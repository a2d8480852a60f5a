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
# # Regions side by side
#
# The ladder of what can be compared, climbed from the ground: numbers of reports first, causes last. What
# can be compared is; the rest is refused with the reason. Regions stand in the order of their codes, since
# nothing here is a ranking.

# %% tags=["parameters"]
regions = ["stockholm", "skane", "vastra-gotaland"]
years = [2021, 2024]
language = "sv"

# %% [markdown]
# ## Load

# %%
from brister_analysis.reporting.comparison import start_comparison

page = start_comparison(regions, years, language)
page.head()

# %% [markdown]
# ## What each region collects, and what that leaves to compare

# %%
page.section("collected", page.words("compared_collected"), page.collects())

# %%
page.section("ladder", page.words("compared_ladder"), page.ladder())

# %% [markdown]
# ## Numbers of reports, where they come from, and rates where the population is known

# %%
page.section("volume", page.words("compared_volume"), page.volume(), page.refused_of_volume(), page.funnel())

# %% [markdown]
# ## Who reports about whom

# %%
page.section("direction", page.words("compared_direction"), page.rung("direction"))

# %% [markdown]
# ## Target group, step of the process and agreement

# %%
page.section("target_group", page.words("compared_target_group"), page.rung("target_group"))

# %%
page.section("process_step", page.words("compared_process_step"), page.rung("process_step"))

# %%
page.section("agreement", page.words("compared_agreement"), page.rung("agreement"))

# %% [markdown]
# ## Dialogue and time to answer

# %%
page.section("dialogue", page.words("compared_dialogue"), page.rung("dialogue"))

# %% [markdown]
# ## Causes, where people decided them in the common codebook

# %%
page.section("causes", page.words("compared_causes"), page.calibration(), page.rung("causes"))

# %% [markdown]
# ## Breaks, and how it was made

# %%
page.section("breaks", page.words("compared_breaks"), page.break_list())

# %%
page.section("intervals", page.words("compared_intervals"))

# %%
page.section("method", page.words("compared_method"))

# %%
page.section("deidentification", page.words("compared_small"))

# %%
page.section("cite", page.words("compared_cite"))

# %% [markdown]
# ## The main points, first on the page: they count what all the tables hide, and explain the words used

# %%
page.section("highlights", page.highlights())

# %%
page.section("accessibility", page.words("accessibility"))

# %%
page.section("provenance", page.provenance())
