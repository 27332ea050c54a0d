import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Octets of memory that a process of this machine holds. */
export function residentMemory(pid: number): number {
  const status = `/proc/${pid}/status`
  const kibibytes = existsSync(status) ? /^VmRSS:\s*(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1] : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  const octets = Number(kibibytes) * 1024
  if (!(octets > 0)) throw new Error(`no process ${pid}`)
  return octets
}

/** The most that the process holds while the task runs, looked at every 20 milliseconds. */
export async function peakMemory(pid: number, task: () => Promise<void>): Promise<number> {
  let peak = residentMemory(pid)
  const timer = setInterval(() => (peak = Math.max(peak, residentMemory(pid))), 20)
  try {
    await task()
  } finally {
    clearInterval(timer)
  }
  return Math.max(peak, residentMemory(pid))
}
