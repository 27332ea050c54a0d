import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE = 200

/** Runs the task while this file holds our process id; waits for another holder, and takes over from one that is gone. */
export async function withFileLock<T>(file: string, task: () => Promise<T>): Promise<T> {
  while (!take(file)) {
    const holder = holderOf(file)
    if (holder !== undefined && !isAlive(holder)) breakLock(file, holder)
    else await sleep(PAUSE)
  }
  try {
    return await task()
  } finally {
    rmSync(file, { force: true })
  }
}

/** Written aside and linked: nobody ever reads a lock without its holder. */
function take(file: string): boolean {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, String(process.pid))
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Two waiters may find the same dead holder: whoever moved a lock that is alive meanwhile puts it back. */
function breakLock(file: string, holder: number): void {
  const moved = `${file}.${process.pid}.broken`
  try {
    renameSync(file, moved)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return // the other waiter was first
    throw error
  }
  if (holderOf(moved) === holder) rmSync(moved)
  else renameSync(moved, file)
}

/** Undefined when the lock was released just now. */
function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
