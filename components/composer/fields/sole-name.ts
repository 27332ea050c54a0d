import type { Identity } from '#lib/mail/writing/identity.ts'

/** The name of whoever has only one; the others choose in the form. */
export function soleName(identities: readonly Pick<Identity, 'from'>[]): string | undefined {
  return identities.length === 1 ? identities[0]?.from : undefined
}
