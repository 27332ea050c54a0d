import { readFileSync } from 'node:fs'

const EVERY = 1_000

/**
 * Calls `gone` once when the process that started us disappears. npm runs scripts through a shell that outlives it,
 * so the shell's own parent is watched too. Answers how to stop watching.
 */
export function watchParent(gone: () => void, { every = EVERY } = {}): () => void {
  const parent = process.ppid
  const watched = isShell(parent) ? parentOf(parent) : undefined
  const timer = setInterval(() => {
    if (process.ppid === parent && (watched === undefined || isAlive(watched))) return
    clearInterval(timer)
    gone()
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}

/** /proc is Linux only: elsewhere only the direct parent is watched. */
function isShell(pid: number): boolean {
  return /^(sh|dash|bash|ash|busybox|zsh)$/.test(readProc(pid, 'comm').trim())
}

function parentOf(pid: number): number | undefined {
  // proc(5): "pid (comm) state ppid …"; comm may hold blanks and parentheses.
  const ppid = Number(readProc(pid, 'stat').split(') ').at(-1)?.split(' ')[1])
  return ppid > 1 ? ppid : undefined
}

function readProc(pid: number, file: 'comm' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // no /proc, or gone already
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
