# `make demo` renders the article, `make test` runs the tests. Both install what they need, once, in this folder.
# Required: python3 >= 3.11, make and a package registry. No root; only caches and models are outside this folder.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export UV_PYTHON_DOWNLOADS := never
# For networks with their own certificate authority: uv trusts the system's certificates (renamed in uv 0.10).
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
export UV_PYTHON := $(shell command -v $(PYTHON))

# Each process loads its own models, so a large machine does not get one for every core.
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal
# Additional options for pytest, as in `make check PYTEST_OPTIONS=--cov`.
PYTEST_OPTIONS ?=

.PHONY: demo test check coverage format docs-images clean
.DEFAULT_GOAL := demo

demo: $(READY)
	$(BIN)/bilingual engine setup
	$(BIN)/bilingual render input/article.txt

test: $(READY)
	$(PYTEST) $(PYTEST_OPTIONS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST) $(PYTEST_OPTIONS)

# The lines of src/ that the tests run; `make check` runs the same tests.
coverage: $(READY)
	$(PYTEST) --cov $(PYTEST_OPTIONS)

# The README's image, from the output of `make demo`, and those of docs/editions.md and docs/review.md.
docs-images: demo
	$(BIN)/python tools/page_image.py output/article.pdf docs/page.png
	PYTHONPATH=tests $(BIN)/python tools/layout_images.py docs/pages
	PYTHONPATH=tests $(BIN)/python tools/epub_image.py docs/pages/epub.png
	PYTHONPATH=tests $(BIN)/python tools/review_images.py docs/review

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock file determines what is installed; with the stamp a second run does nothing. With compiled bytecode the
# command starts fast even where Python is set to write none.
$(READY): pyproject.toml uv.lock tools/get_uv.py
	@uv=$$($(PYTHON) tools/get_uv.py) && "$$uv" sync --locked --all-extras --compile-bytecode --quiet
	@$(BIN)/python -m compileall -q src
	@touch $@

clean:
	rm -rf .venv .uv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
