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
# # Data quality
#
# All years of one place: what a coordinator can mend, what a researcher can rely on, and which years can be
# compared. It counts reports, forms and decisions; no text of a report is shown.

# %% tags=["parameters"]
region = "skane"
area = "nordvastra-skane"
language = "sv"

# %% [markdown]
# ## Load

# %%
from brister_analysis.reporting.data_quality import start_data_quality

page = start_data_quality(region, area, language)
page.head()

# %% [markdown]
# ## What to mend, and what to rely on

# %%
page.section("waiting", page.words("quality_waiting"), page.waiting())

# %%
page.section("trust", page.words("quality_trust"), page.trust())

# %% [markdown]
# ## The forms: read, filled in, corrected

# %%
page.section("read", page.words("quality_read"), page.counts("accounting"), page.counts("corrections"))

# %%
page.section("completeness", page.words("quality_completeness"), page.counts("completeness"))

# %% [markdown]
# ## The coding: how far, and how alike

# %%
page.section("coding_status", page.words("quality_coding"), page.counts("coding_status"))

# %%
page.section("coders", page.words("quality_coders"), page.coders())

# %% [markdown]
# ## De-identification

# %%
page.section("identifiers", page.words("quality_identifiers"), page.counts("identifiers"))

# %% [markdown]
# ## What the years asked for, and what that leaves to compare

# %%
page.section("scheme_coverage", page.words("quality_coverage"), page.scheme_coverage())

# %%
page.section("which_years", page.words("quality_which_years"), page.which_years())

# %%
page.section("breaks", page.words("quality_breaks"), page.break_list())

# %% [markdown]
# ## How it was made

# %%
page.section("method", page.words("quality_method"))

# %%
page.section("cite", page.words("quality_cite"))

# %% [markdown]
# ## The main points, first on the page: they count what all the tables hide, and explain the words used

# %%
page.section("highlights", page.highlights())

# %%
page.section("accessibility", page.words("accessibility"))

# %%
page.check_hidden()
page.section("provenance", page.provenance())
