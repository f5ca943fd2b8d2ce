"""A plan + a writer → a report. What is done comes from the plan alone; knows no project file and no terminal."""

from csws.apply.applying import Prepared, prepare, prepare_again, prepare_run, run
from csws.apply.stepwise import is_possible, run_stepwise

__all__ = ["Prepared", "is_possible", "prepare", "prepare_again", "prepare_run", "run", "run_stepwise"]
