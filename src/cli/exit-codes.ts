/** Exit codes beside those of the verdict: see README, "Exit codes". */
export const USAGE = 2;
export const BASELINE_STALE = 3;
/** The target did not start or died. */
export const TARGET = 4;
export const OWN_ERROR = 5;
/** compare: a check that broke nothing in the first run breaks the second. */
export const REGRESSION = 1;
/** Something that the run has made could not be taken away again. */
export const NOT_CLEAN = 1;
/** As shells report a process that SIGINT has ended. */
export const INTERRUPTED = 130;
