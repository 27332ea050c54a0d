import type { ProgramPasswordStore } from '#lib/session/program-passwords/program-password-store.ts'
import { openProgramPasswords, openSharedProgramPasswords } from '#lib/session/program-passwords/stored-program-passwords.ts'

export type { ProgramPasswordStore }

/** Where this gateway keeps passwords for programs: the PostgreSQL server with that address, else its data directory. Rejects when it cannot be opened. */
export function openProgramPasswordStore(data: string, database?: string): Promise<ProgramPasswordStore> {
  return database === undefined ? openProgramPasswords(data) : openSharedProgramPasswords(database)
}
