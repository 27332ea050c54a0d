import 'server-only'
import { contactOfEntry, noteOf } from '#lib/gateway/people/entry-notes.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { contactsWhereThereAre } from './people-sources.ts'

/** What somebody has noted about an entry; undefined where there are no address books, or where they cannot be read. */
export async function entryNotes(session: SignedIn, place: { readonly directory: string; readonly dn: string }): Promise<{ readonly note: string; readonly contact: Awaited<ReturnType<typeof contactOfEntry>> } | undefined> {
  try {
    const of = await contactsWhereThereAre(session)
    const contact = of && (await contactOfEntry(of, place))
    return of && { note: noteOf(contact), contact }
  } catch (error) {
    if (isGatewayError(error)) return undefined
    throw error
  }
}
