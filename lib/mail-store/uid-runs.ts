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

/** The UIDs of the runs, one by one. */
export function uidsOfRuns(runs: readonly UidRun[]): readonly Uid[] {
  const uids: Uid[] = []
  for (const { first, last } of runs) for (let uid = first; uid <= last; uid = (uid + 1) as Uid) uids.push(uid)
  return uids
}

/** The same in an array of their own. */
export function uidArrayOfRuns(runs: readonly UidRun[]): Uint32Array {
  const uids = new Uint32Array(runs.reduce((sum, { first, last }) => sum + last - first + 1, 0))
  let at = 0
  for (const { first, last } of runs) for (let uid: number = first; uid <= last; uid++) uids[at++] = uid
  return uids
}
