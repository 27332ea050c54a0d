import 'server-only'
import { openMessage, type OpenOptions } from '#lib/gateway/open-message.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { withKnownPeople } from '../address-book/known-people.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { withProtection } from '../signatures/with-protection.ts'
import { currentSite } from '../wiring.ts'
import { withListLeft } from './answers-of.ts'

export interface Opening extends Pick<OpenOptions, 'markSeen' | 'prefer' | 'charset' | 'order'> {
  /** Where the person opens it by being shown it: above their `reading.ask_above` it is withheld until they say so. */
  readonly asksFirst?: boolean
}

/** Octets. */
const MEGABYTE = 1_000_000

/** A message as somebody who is signed in reads it: by their settings, with what their mail server proves and whom of it they know. Throws as `openMessage` does. */
export async function openFor(session: SignedIn, connections: AccountConnections, ref: MessageRef, { asksFirst = false, ...options }: Opening): Promise<MessageView> {
  const { values } = await preferences(session)
  const { servers } = await currentSite(session)
  const receipts = { receipts: values['reading.receipts'], own: ownAddresses(session, values) }
  const opened = await openMessage(connections, ref, { ...options, filesInText: true, askAbove: asksFirst && values['reading.ask_above'] > 0 ? values['reading.ask_above'] * MEGABYTE : undefined, trustedHosts: servers.authenticationHosts, remoteSenders: values['reading.remote_senders'], receipts })
  const view = await withProtection(session, connections, ref, await withListLeft(session, await withKnownPeople(session, opened)))
  if (!view.receipt?.isAutomatic || view.known?.[view.receipt.to.toLowerCase()]) return view
  return { ...view, receipt: { ...view.receipt, isAutomatic: false } }
}

function ownAddresses({ address }: SignedIn, values: PreferenceValues): ReadonlySet<string> {
  return new Set([address, values['identity.address'], ...values.identities.map((each) => each.address)].map((each) => (each ?? '').toLowerCase()).filter((each) => each !== ''))
}
