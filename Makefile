# Everything a newcomer needs: `make report` and `make test`. Both set up .venv first, once for each change of the lock.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: report test check lab verify benchmark demo lock clean

report: $(STAMP)
	$(BIN)/brister build

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal -q

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist worksteal -q

lab: $(STAMP)
	$(BIN)/jupyter lab notebooks/explore.ipynb

verify: $(STAMP)
	$(BIN)/brister verify

benchmark: $(STAMP)
	$(BIN)/python -m benchmarks

# Makes the demonstration data anew: the same bytes each time.
demo: $(STAMP)
	$(BIN)/python -m demo

# Two pip calls, since one call may not mix hash-locked requirements and a local folder. Python compiles what is used when
# it is used, in half the time and a fifth less on the disk, but not where it is told to keep nothing: there pip does it.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit('Python 3.11, 3.12, 3.13 eller 3.14 behövs; detta är ' + sys.version.split()[0]) if not (3, 11) <= sys.version_info[:2] <= (3, 14) else None"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet $(if $(PYTHONDONTWRITEBYTECODE),,--no-compile) --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

# Resolves pyproject.toml anew for all platforms, with hashes and without index addresses.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	.venv-lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -o requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf .venv data/processed reports
