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
# # Koda rapporter
#
# Här läser du en rapport i taget och väljer orsaker. Det du gör sparas i ditt blad, samma fil som går att öppna i Excel.
# Skriv din bokstav i nästa ruta, aldrig ditt namn, och kör sedan rutorna i tur och ordning med Skift och Enter.
#
# *Read one report at a time and choose causes. What you do is saved in your sheet, the same file that Excel opens. Write
# your letter in the next cell, never your name, and run the cells in order with Shift and Enter.*

# %% tags=["parameters"]
region = "skane"
year = 2024
coder = "A"
blind = False

# %% [markdown]
# ## Läs och välj
#
# Skriv orsakens nummer eller en förkortning i Snabbval och tryck Enter. Tryck Enter en gång till för att spara och gå
# vidare. Fyll i datumet när du är klar med alla.

# %%
from brister_analysis.coding.form_widget import coding_form

form = coding_form(region, year, coder, blind=blind)
form

# %% [markdown]
# ## Läs in
#
# När alla rapporter är kodade läses bladet in bland besluten. Det som är fel listas. Det går bra att köra rutan flera
# gånger: det som redan är inläst ändras inte.

# %%
import datetime as dt

from brister_analysis.coding.collect import collect_sheets
from brister_analysis.workspace import Workspace

collected = collect_sheets(Workspace.find(), region, year, today=dt.date.today())
print(*collected.faults, sep="\n")
collected
