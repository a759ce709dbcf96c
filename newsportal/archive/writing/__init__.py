"""An archive while a run writes it.

`locks` keep other runs away, `in_flight` knows the row of each post on its way through the
pipelines, `journal` appends its line, `run_end` judges the run and enters its end into the state.
"""
