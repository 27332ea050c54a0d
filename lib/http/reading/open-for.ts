import 'server-only'
import { openMessage, type OpenOptions } from '#lib/gateway/open-message.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { withKnownPeople } from '../address-book/known-people.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { currentSite } from '../wiring.ts'

/** A message as somebody who is signed in reads it: by their settings, with what their mail server proves and whom of it they know. Throws as `openMessage` does. */
export async function openFor(session: SignedIn, connections: AccountConnections, ref: MessageRef, options: Pick<OpenOptions, 'markSeen' | 'prefer' | 'order'>): Promise<MessageView> {
  const { values } = await preferences(session)
  const { servers } = await currentSite(session)
  return withKnownPeople(session, await openMessage(connections, ref, { ...options, trustedHosts: servers.authenticationHosts, remoteSenders: values['reading.remote_senders'] }))
}
