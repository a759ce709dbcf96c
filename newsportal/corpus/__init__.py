"""Many archives as one data set of Parquet files, through Dask.

Needs the extra ``corpus``; nothing else in newsportal imports from here but the command. May
import `formats` and what is below.
"""
