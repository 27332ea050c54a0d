import type { BodyPart } from '#lib/mail/body-structure.ts'
import { findPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { ImapFlow } from 'imapflow'
import { readBodyStructure } from './body-structure.ts'
import { BODY_STRUCTURE, fetchMessages, UID } from './fetch.ts'
import { mendNames } from './mend-names.ts'

/** Sections as they stand in a structure: numbers and dots, and TEXT for a multipart in a message inside. */
const SECTION = /^(?:[1-9][0-9]{0,4}(?:\.[1-9][0-9]{0,4}){0,30}(?:\.TEXT)?)?$/

/** The part of that section, its names by `charset` where they declare none. Throws GatewayError 'no-such-part', 'no-such-message'. */
export async function requirePart(client: ImapFlow, uid: Uid, section: string, charset = ''): Promise<BodyPart> {
  if (!SECTION.test(section)) throw new GatewayError('no-such-part', 'not a section')
  const part = findPart(await requireStructure(client, uid, charset), section)
  if (!part) throw new GatewayError('no-such-part')
  return part
}

/** The whole tree of a message. Throws GatewayError 'no-such-message'; 'no-such-part' where the server describes it in no way that can be read. */
export async function requireStructure(client: ImapFlow, uid: Uid, charset = ''): Promise<BodyPart> {
  const range = { by: 'uid', set: String(uid) } as const
  const isIt = (fetched: { readonly uid: number }): boolean => fetched.uid === uid
  const root = readBodyStructure((await fetchMessages(client, range, [UID, BODY_STRUCTURE])).find(isIt)?.bodyStructure, charset)
  if (root) return mendNames(client, uid, root, charset)
  // A structure that the client's parser refuses takes its message with it: whether that is there has to be asked alone.
  if (!(await fetchMessages(client, range, [UID])).some(isIt)) throw new GatewayError('no-such-message')
  throw new GatewayError('no-such-part', 'no structure')
}
