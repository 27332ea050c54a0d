import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'

/** A key that seals cookies; the newest seals, all of them open. */
export interface SealingKey {
  readonly id: string
  /** 256 random bits, base64url. */
  readonly secret: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
}

const DAY = 86_400_000
const ROTATE_AFTER = 30 * DAY

/**
 * The keys of that file (0600), made at first use. A key older than 30 days is followed by a new one, and forgotten when no
 * session can be left that it sealed, `sessionMilliseconds` later. Throws when the file is damaged: guessing would lose what it sealed.
 */
export async function loadSealingKeys(file: string, now: number, sessionMilliseconds: number): Promise<readonly SealingKey[]> {
  const stored = await read(file)
  const newest = stored.at(-1)
  const isDue = !newest || now - newest.madeAt > ROTATE_AFTER
  const made: readonly SealingKey[] = isDue ? [...stored, { id: nextId(newest), secret: randomBytes(32).toString('base64url'), madeAt: now }] : stored
  const current = made.filter((_, index) => {
    const successor = made[index + 1]
    return !successor || now - successor.madeAt <= sessionMilliseconds
  })
  if (isDue || current.length < stored.length) await write(file, current)
  return current
}

/** The keys as iron-session takes them: the highest id seals. */
export function passwordsOf(keys: readonly SealingKey[]): Record<string, string> {
  return Object.fromEntries(keys.map(({ id, secret }) => [id, secret]))
}

function nextId(newest: SealingKey | undefined): string {
  return String(Number(newest?.id ?? 0) + 1)
}

async function read(file: string): Promise<readonly SealingKey[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const keys: unknown = JSON.parse(text)
  if (!Array.isArray(keys) || !keys.every(isKey)) throw new Error(`${path.basename(file)} is damaged: remove it; what it sealed is lost, so people have to sign in again`)
  return keys
}

/** Written beside and renamed, so that a crash leaves the old keys or the new ones. */
async function write(file: string, keys: readonly SealingKey[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(JSON.stringify(keys))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

function isKey(value: unknown): value is SealingKey {
  if (typeof value !== 'object' || value === null) return false
  const { id, secret, madeAt } = value as Partial<Record<keyof SealingKey, unknown>>
  return typeof id === 'string' && /^[1-9][0-9]*$/.test(id) && typeof secret === 'string' && secret.length >= 32 && typeof madeAt === 'number'
}
