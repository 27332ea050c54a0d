import type { Uid } from '#lib/mail/uid.ts'
import type { UidRun } from './mail-store.ts'

/** Ascending UIDs as runs of neighbours, each as long as can be. */
export function uidRunsOf(uids: readonly Uid[]): readonly UidRun[] {
  const runs: { first: Uid; last: Uid }[] = []
  for (const uid of uids) {
    const run = runs.at(-1)
    if (run && uid === run.last + 1) run.last = uid
    else runs.push({ first: uid, last: uid })
  }
  return runs
}
