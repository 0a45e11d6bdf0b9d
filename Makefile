PYTHON ?= python3

.PHONY: demo test lint bench strings

# Each target is one word of run.py, which is all that Windows needs: py -3 run.py demo
demo test lint bench strings:
	@$(PYTHON) run.py $@
