import type { Directory } from '#lib/directory/directory.ts'
import { DirectoryFailure, type DirectoryFailureKind } from '#lib/directory/directory-failure.ts'
import type { Log } from '#lib/log/log.ts'

export interface DirectoryProblem {
  readonly failure: DirectoryFailureKind
}

/** Whoever types waits no longer than this, whatever a directory is given otherwise. */
export const TYPING_PATIENCE = 2_000

/**
 * Asks a directory, and waits `patience` milliseconds at most, or as long as it is given. One that was found to be down rests for
 * half a minute: then nobody waits at all.
 */
export async function askDirectory<T>(directory: Directory, ask: () => Promise<T>, { log, patience = directory.settings.server.timeout }: { readonly log: Log; readonly patience?: number | undefined }): Promise<T | DirectoryProblem> {
  const { breaker, settings } = directory
  const resting = breaker.admit()
  if (resting !== undefined) return { failure: resting }
  try {
    const answer = await inTime(ask(), Math.min(patience, settings.server.timeout))
    breaker.hear(undefined)
    return answer
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error
    breaker.hear(error.kind)
    // What was looked for is nobody's business but the asker's.
    log.warn('directory-unavailable', { directory: settings.name, failure: error.kind })
    return { failure: error.kind }
  }
}

async function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DirectoryFailure('timeout', `no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
    answer.catch(() => undefined) // nobody waits for it any more
  }
}
