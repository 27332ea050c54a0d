import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '#lib/cli/root.ts'
import { environmentWith } from '#lib/config/environment.ts'

/** Enrols ann, whose password is `secret`, in that data directory, of which no server may be running; `quota` as for `user import`. */
export async function addSoleUser(data: string, quota?: string): Promise<void> {
  await writeFile(join(data, 'users'), `ann:secret${quota === undefined ? '' : `:${quota}`}\n`)
  const added = spawnSync(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), 'user', 'import', join(data, 'users'), '--data', data], { env: environmentWith({ POSTERN_CONFIG: undefined }), encoding: 'utf8' })
  if (added.status !== 0) throw new Error(added.stderr)
}
