"""A plan + a writer → a report. What is done comes from the plan alone; knows no project file and no terminal."""

from csws.apply.applying import Prepared, prepare, prepare_again, prepare_run, run
from csws.apply.stepwise import run_stepwise

__all__ = ["Prepared", "prepare", "prepare_again", "prepare_run", "run", "run_stepwise"]
