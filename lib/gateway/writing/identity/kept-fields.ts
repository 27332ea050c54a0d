import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import type { Writer } from '../writing.ts'
import type { OwnIdentity } from './identities.ts'

/** What an administrator has locked of how somebody writes. */
export type LockedHabits = ReadonlySet<PreferenceName>

/** Addresses that get a blind copy of everything whatever is typed; none where the person may choose. */
export function lockedBlindCopies({ habits, locked }: Pick<Writer, 'habits' | 'locked'>): readonly string[] {
  return locked.has('composing.blind_copies') ? habits['composing.blind_copies'] : []
}

/** The message as it goes out: where answers go and who gets a blind copy is not the form's to say where it is locked. */
export function withLockedFields(writer: Pick<Writer, 'habits' | 'locked'>, kept: KeptComposition, { from, replyTo }: OwnIdentity): KeptComposition {
  const typed = new Set(parseAddresses(kept.bcc).map(({ address }) => address.toLowerCase()))
  const missing = lockedBlindCopies(writer).filter((address) => !typed.has(address.toLowerCase()))
  return {
    ...kept,
    from,
    replyTo: writer.locked.has('identity.reply_to') ? replyTo : kept.replyTo,
    bcc: [kept.bcc, ...missing].filter((each) => each.trim() !== '').join(', '),
  }
}
