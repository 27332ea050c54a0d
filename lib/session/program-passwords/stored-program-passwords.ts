import { createHash, randomBytes } from 'node:crypto'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { PROGRAM_NAME_LENGTH, PROGRAM_PASSWORD_OCTETS, PROGRAM_PASSWORDS, readProgramPassword, writeProgramPassword, type ProgramPassword } from '#lib/mail/programs/program-password.ts'
import { openGatewayStorage, openSharedStorage, type Row, type Storage } from '#lib/storage/storage.ts'
import type { ProgramPasswordStore } from './program-password-store.ts'

const PROGRAM_PASSWORD_MIGRATIONS = [
  `CREATE TABLE program_password (hash TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER);
   CREATE UNIQUE INDEX program_password_id ON program_password (account, id)`,
]

/** A use is written down so often: a program asks every few minutes. */
const USE_MILLISECONDS = 10 * 60_000

/** Opens or creates `gateway/program-passwords.sqlite` in a data directory. */
export async function openProgramPasswords(data: string): Promise<ProgramPasswordStore> {
  return storedProgramPasswords(await openGatewayStorage(data, 'program-passwords', PROGRAM_PASSWORD_MIGRATIONS))
}

/** Passwords on a PostgreSQL server that several gateways share. Rejects when it cannot be reached. */
export async function openSharedProgramPasswords(url: string, schema = 'postern_program_passwords'): Promise<ProgramPasswordStore> {
  return storedProgramPasswords(await openSharedStorage(url, schema, PROGRAM_PASSWORD_MIGRATIONS))
}

function storedProgramPasswords(storage: Storage): ProgramPasswordStore {
  return {
    list: async (account) => (await storage.all('SELECT id, name, created, used FROM program_password WHERE account = ? ORDER BY created DESC, id', [account])).map(passwordOf),
    make: (account, name, now) => storage.transaction((tx) => make(tx, { account, name, now })),
    revoke: async (account, id) => void (await storage.run('DELETE FROM program_password WHERE account = ? AND id = ?', [account, id])),
    accountOf: (password, now) => accountOf(storage, password, now),
    close: () => storage.close(),
  }
}

async function make(tx: Storage, { account, name, now }: { readonly account: string; readonly name: string; readonly now: number }): Promise<ProgramPassword & { readonly password: string }> {
  const plain = name.replaceAll(/\p{Cc}/gu, ' ').trim()
  if (plain === '' || plain.length > PROGRAM_NAME_LENGTH) throw new GatewayError('invalid', 'name')
  const count = Number((await tx.get('SELECT count(*) AS many FROM program_password WHERE account = ?', [account]))?.['many'])
  if (count >= PROGRAM_PASSWORDS) throw new GatewayError('refused', 'passwords', { refusal: { name: 'program-passwords-many', with: { most: PROGRAM_PASSWORDS } } })
  const password = writeProgramPassword(randomBytes(PROGRAM_PASSWORD_OCTETS))
  const id = randomBytes(16).toString('base64url')
  await tx.run('INSERT INTO program_password (hash, id, account, name, created) VALUES (?, ?, ?, ?, ?)', [hashOf(password), id, account, plain, now])
  return { id, name: plain, created: now, used: undefined, password }
}

async function accountOf(storage: Storage, typed: string, now: number): Promise<string | undefined> {
  const password = readProgramPassword(typed)
  if (password === undefined) return undefined
  const row = await storage.get('SELECT account, used FROM program_password WHERE hash = ?', [hashOf(password)])
  if (!row) return undefined
  if (Number(row.used ?? 0) < now - USE_MILLISECONDS) await storage.run('UPDATE program_password SET used = ? WHERE hash = ?', [now, hashOf(password)])
  return String(row.account)
}

function hashOf(password: string): string {
  return createHash('sha256').update(`postern program password\0${password}`).digest('base64')
}

function passwordOf({ id, name, created, used }: Row): ProgramPassword {
  return { id: String(id), name: String(name), created: Number(created), used: used === null || used === undefined ? undefined : Number(used) }
}
