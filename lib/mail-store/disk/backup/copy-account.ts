import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { copyDatabase } from '#lib/storage/copy-database.ts'
import { syncFolder } from '#lib/storage/database-file.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { CONTENT_FOLDER, DATABASE } from '../account-database.ts'
import { filesOf } from '../content/content-name.ts'
import { packName } from '../content/content-packs.ts'
import { MIGRATIONS } from '../rows/schema.ts'
import { verifyAccount } from '../verify-account.ts'
import { copyOrLink, type CopySources } from './copy-file.ts'

export interface AccountCopy {
  /** Octets written; what an earlier copy has already is not among them. */
  readonly octets: number
  readonly messages: number
  /** What is wrong with the copy; none when it can be restored. */
  readonly faults: readonly string[]
}

/**
 * Copies an account's folder as it is at this moment into a new one, while others go on writing; nobody may free content meanwhile.
 * Every octet of the copy is read and proved.
 */
export async function copyAccount(folder: string, target: string, { earlier, links }: CopySources): Promise<AccountCopy> {
  await mkdir(join(target, CONTENT_FOLDER), { recursive: true, mode: 0o700 })
  let octets = copyDatabase(join(folder, DATABASE), join(target, DATABASE))
  const { files, messages } = readCopy(target)
  for (const file of files) {
    const place = join(CONTENT_FOLDER, file)
    octets += await copyOrLink(join(folder, place), join(target, place), { earlier: earlier && join(earlier, place), links })
  }
  for (const one of [join(target, CONTENT_FOLDER), target]) syncFolder(one)
  return { octets, messages, faults: await verifyAccount(target) }
}

/** The content files that the copied database names. */
function readCopy(target: string): { readonly files: readonly string[]; readonly messages: number } {
  const database = openSqlite(join(target, DATABASE), { migrations: MIGRATIONS })
  try {
    const column = (sql: string): readonly unknown[] => database.prepareArrays(sql).all().map(([value]) => value)
    const packs = column('SELECT DISTINCT pack FROM content WHERE pack IS NOT NULL') as readonly number[]
    const files = column('SELECT file FROM content WHERE file IS NOT NULL') as readonly string[]
    return { files: [...packs.map(packName), ...files.flatMap(filesOf)], messages: column('SELECT count(*) FROM message')[0] as number }
  } finally {
    database.close()
  }
}
