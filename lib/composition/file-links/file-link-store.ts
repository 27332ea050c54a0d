import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { FileLink } from '#lib/mail/writing/file-link.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import { randomBytes } from 'node:crypto'

/** What is kept of a file that is sent as a link. `id` is also the name of its file in the spool. */
export interface KeptFileLink extends FileLink {
  /** 192 random bits: whoever has them may fetch the file, and nobody else. */
  readonly token: string
  /** The site of its owner. */
  readonly site: string
}

export type NewFileLink = Pick<KeptFileLink, 'id' | 'name' | 'size' | 'site' | 'until' | 'most'>

const TOKEN = /^[A-Za-z0-9_-]{32}$/

/** Files that people have sent as links. A call that names an account sees that account's alone; one that names a token sees the one it opens. */
export class FileLinkStore {
  readonly #storage: Storage
  readonly #now: () => number

  constructor(storage: Storage, now: () => number = Date.now) {
    this.#storage = storage
    this.#now = now
  }

  /** Makes a link to that file. Throws GatewayError('over-quota') where the account's would take more than `quota` octets then. */
  async add(account: string, { id, name, size, site, until, most }: NewFileLink, quota: number): Promise<KeptFileLink> {
    return this.#storage.transaction(async (tx) => {
      if ((await storedOctets(tx, account, this.#now())) + size > quota) throw new GatewayError('over-quota', 'file links', { refusal: { name: 'links-no-space', with: { name } } })
      const token = randomBytes(24).toString('base64url')
      await tx.run('INSERT INTO file_link (id, token, account, site, name, size, created, until, most, fetched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)', [id, token, account, site, name, size, this.#now(), until, most])
      return { id, token, site, name, size, created: this.#now(), until, most, downloads: 0 }
    })
  }

  /** Octets that the account's links take, and files that are to become links and still arrive. */
  async stored(account: string): Promise<number> {
    const arriving = await this.#storage.get('SELECT coalesce(sum(size), 0) AS octets FROM upload WHERE account = ? AND as_link = 1', [account])
    return (await storedOctets(this.#storage, account, this.#now())) + Number(arriving?.['octets'])
  }

  /** Those that still open something, the newest first. */
  async list(account: string): Promise<readonly KeptFileLink[]> {
    const rows = await this.#storage.all('SELECT * FROM file_link WHERE account = ? AND until > ? ORDER BY created DESC, id', [account, this.#now()])
    return rows.map(linkOf)
  }

  async find(account: string, id: string): Promise<KeptFileLink | undefined> {
    const row = await this.#storage.get('SELECT * FROM file_link WHERE account = ? AND id = ?', [account, id])
    return row && linkOf(row)
  }

  /** Takes the link back; its file is nobody's then. Answers what it was. */
  async remove(account: string, id: string): Promise<KeptFileLink | undefined> {
    const found = await this.find(account, id)
    if (found) await this.#storage.run('DELETE FROM file_link WHERE account = ? AND id = ?', [account, id])
    return found
  }

  /** The file that this token opens; undefined for one that is none, or not any more. */
  async open(token: string): Promise<KeptFileLink | undefined> {
    const row = TOKEN.test(token) ? await this.#storage.get('SELECT * FROM file_link WHERE token = ? AND until > ?', [token, this.#now()]) : undefined
    return row && linkOf(row)
  }

  /** Counts so many octets as fetched; false, and nothing counted, where that would be more than the file's downloads. Two that ask at once cannot both have the last one. */
  async charge(id: string, octets: number): Promise<boolean> {
    const { changes } = await this.#storage.run('UPDATE file_link SET fetched = fetched + ? WHERE id = ? AND fetched + ? <= size * most', [octets, id, octets])
    return changes === 1
  }

  /** Takes octets back that were counted and never left. */
  async refund(id: string, octets: number): Promise<void> {
    await this.#storage.run('UPDATE file_link SET fetched = max(0, fetched - ?) WHERE id = ?', [octets, id])
  }
}

async function storedOctets(storage: Storage, account: string, now: number): Promise<number> {
  const row = await storage.get('SELECT coalesce(sum(size), 0) AS octets FROM file_link WHERE account = ? AND until > ?', [account, now])
  return Number(row?.['octets'])
}

function linkOf(row: Row): KeptFileLink {
  const text = (name: string): string => String(row[name])
  const count = (name: string): number => Number(row[name])
  return { id: text('id'), token: text('token'), site: text('site'), name: text('name'), size: count('size'), created: count('created'), until: count('until'), most: count('most'), downloads: Math.ceil(count('fetched') / count('size')) }
}
