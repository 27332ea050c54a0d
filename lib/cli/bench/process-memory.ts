import { readFileSync } from 'node:fs'

/** Resident memory of the process in MiB, as Linux counts it (VmRSS). */
export function residentMemory(pid: number): number {
  return status(pid, 'VmRSS')
}

/** Runs `work` and answers how far the resident memory of the process grew above its start, in MiB, looked at every 20 ms. */
export async function memoryGrowth(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = residentMemory(pid)
  let greatest = before
  const timer = setInterval(() => {
    greatest = Math.max(greatest, residentMemory(pid))
  }, 20)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return Math.max(greatest, residentMemory(pid)) - before
}

/** Processor time that the process has used so far, in milliseconds (ticks of 10 ms). */
export function processorTime(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // The command's name stands in parentheses and may hold blanks: count behind it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function status(pid: number, field: string): number {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
  return Number(match?.[1] ?? Number.NaN) / 1024
}
