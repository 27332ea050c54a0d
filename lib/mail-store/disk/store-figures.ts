import { Histogram } from '#lib/log/figures/histogram.ts'

/** Upper bounds in seconds: a good disk is below the third, one that people feel above the seventh. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

/** What the stores of this process have written, all accounts together. It grows only. */
export const STORE_FIGURES = {
  /** How long a commit took until it was on the disk, whatever was in it. */
  commits: new Histogram(BOUNDS),
  /** Changes that were in them. */
  changes: 0,
  /** Times that message content was brought to the disk beside the database, which does so itself at each commit. */
  contentSyncs: 0,
}
