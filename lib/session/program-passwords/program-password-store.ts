import type { ProgramPassword } from '#lib/mail/programs/program-password.ts'

/**
 * The passwords that people have made for programs. Only a hash of each is kept: 120 random bits are not guessed from it, so it needs
 * no slow one. All of a change is durable when its call resolves, or nothing when it rejects.
 */
export interface ProgramPasswordStore {
  /** Of that account, the newest first. */
  list(account: string): Promise<readonly ProgramPassword[]>
  /** A new one; `password` is told this once. GatewayError 'refused' beyond PROGRAM_PASSWORDS, 'invalid' for a name that is empty or too long. */
  make(account: string, name: string, now: number): Promise<ProgramPassword & { readonly password: string }>
  /** From then on it opens nothing. One that is not there, or another account's, is left alone. */
  revoke(account: string, id: string): Promise<void>
  /** The account that a password opens; undefined where there is none such. Remembers when it was used, to some minutes. */
  accountOf(password: string, now: number): Promise<string | undefined>
  close(): Promise<void>
}
