# Two commands do everything: `make demo` and `make test`. Without make: `python make.py demo`.
PYTHON ?= python3
.PHONY: setup demo test lint bench lab samples scorecard clean
setup demo test lint bench lab samples scorecard clean:
	@$(PYTHON) make.py $@ $(ARGS)
