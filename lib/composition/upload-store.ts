import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import { UPLOAD_LIMIT } from './composition-limits.ts'

/** A file that is still arriving, in pieces. */
export interface Upload {
  /** Also the name of its file in the spool. */
  readonly id: string
  readonly composition: string
  readonly name: string
  readonly mediaType: string
  /** Octets of the whole file. */
  readonly size: number
  /** When the file was changed last, as the browser says, in milliseconds since 1970: with name and size what it is known by. */
  readonly modified: number
  /** It becomes a link, not an attachment. */
  readonly asLink: boolean
  /** Octets that are here for good. */
  readonly received: number
}

/** What arrives in pieces, by account: it survives a lost connection and a restart. Another account's uploads do not exist for a call. */
export class UploadStore {
  readonly #storage: Storage
  readonly #now: () => number

  constructor(storage: Storage, now: () => number = Date.now) {
    this.#storage = storage
    this.#now = now
  }

  /** Throws GatewayError('too-large') where too many of one composition wait already. */
  async begin(account: string, { id, composition, name, mediaType, size, modified, asLink }: Omit<Upload, 'received'>): Promise<void> {
    await this.#storage.transaction(async (tx) => {
      const count = await tx.get('SELECT count(*) AS n FROM upload WHERE composition = ?', [composition])
      if (Number(count?.['n']) >= UPLOAD_LIMIT) throw new GatewayError('too-large', 'uploads', { refusal: { name: 'attachments-many', with: { most: UPLOAD_LIMIT } } })
      await tx.run('INSERT INTO upload (id, composition, account, name, media_type, size, modified, as_link, received, touched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)', [id, composition, account, name, mediaType, size, modified, asLink ? 1 : 0, this.#now()])
    })
  }

  async find(account: string, composition: string, id: string): Promise<Upload | undefined> {
    return uploadOf(await this.#storage.get('SELECT * FROM upload WHERE account = ? AND composition = ? AND id = ?', [account, composition, id]))
  }

  /** One of the same file that was begun before. */
  async findSame(account: string, { composition, name, size, modified, asLink }: Pick<Upload, 'composition' | 'name' | 'size' | 'modified' | 'asLink'>): Promise<Upload | undefined> {
    return uploadOf(await this.#storage.get('SELECT * FROM upload WHERE account = ? AND composition = ? AND name = ? AND size = ? AND modified = ? AND as_link = ? ORDER BY received DESC LIMIT 1', [account, composition, name, size, modified, asLink ? 1 : 0]))
  }

  /** So much of it is on the disk. */
  async record(account: string, id: string, received: number): Promise<void> {
    await this.#storage.run('UPDATE upload SET received = ?, touched_at = ? WHERE account = ? AND id = ?', [received, this.#now(), account, id])
  }

  async remove(account: string, id: string): Promise<void> {
    await this.#storage.run('DELETE FROM upload WHERE account = ? AND id = ?', [account, id])
  }
}

function uploadOf(row: Row | undefined): Upload | undefined {
  if (!row) return undefined
  const { id, composition, name, media_type: mediaType, size, modified, as_link: asLink, received } = row
  return { id: String(id), composition: String(composition), name: String(name), mediaType: String(mediaType), size: Number(size), modified: Number(modified), asLink: asLink === 1, received: Number(received) }
}
