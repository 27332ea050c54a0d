/**
 * Loaded ahead of a file of tests (`--import`, with `?after=` milliseconds): a process that something keeps alive so long, such as a timer that a failing test
 * has left behind, ends with a failure. The runner's own limits end tests and not processes.
 */
const after = Number(new URL(import.meta.url).searchParams.get('after'))

setTimeout(() => {
  console.error(`still running after ${after} ms`)
  process.exit(1)
}, after).unref()
