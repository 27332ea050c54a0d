import { readFileSync } from 'node:fs'

const EVERY = 1_000
/** npm, its shell, postern.mjs and some wrappers between them: nobody has more. */
const GENERATIONS = 8

/**
 * Calls `gone` once when npm, or anything between npm and us, disappears: a shell in between outlives npm and passes
 * nothing on. Without /proc only the direct parent is watched. Answers how to stop watching.
 */
export function watchParent(gone: () => void, { every = EVERY } = {}): () => void {
  const parent = process.ppid
  const watched = upToNpm(parent)
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(isAlive)) return
    clearInterval(timer)
    gone()
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}

/** Our ancestors from this one to npm; none when npm is not among them. */
function upToNpm(first: number): number[] {
  const ancestors: number[] = []
  for (let pid: number | undefined = first; pid !== undefined && ancestors.length < GENERATIONS; pid = parentOf(pid)) {
    ancestors.push(pid)
    if (/\bnpm\b/.test(readProc(pid, 'cmdline'))) return ancestors
  }
  return []
}

function parentOf(pid: number): number | undefined {
  const ppid = Number(fieldsOf(pid)[1])
  return ppid > 1 ? ppid : undefined
}

/** proc(5): "pid (comm) state ppid …"; comm may hold blanks and parentheses. */
function fieldsOf(pid: number): string[] {
  return readProc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
}

function readProc(pid: number, file: 'cmdline' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // no /proc, or gone already
  }
}

/** A zombie, which nobody has waited for yet, is gone. */
function isAlive(pid: number): boolean {
  const [state] = fieldsOf(pid)
  return state !== undefined && state !== '' && state !== 'Z'
}
