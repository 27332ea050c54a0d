import { composedText } from '#lib/html/composing/composed-text.ts'
import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import type { Signature } from '#lib/html/composing/signature-html.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { Identity } from '#lib/mail/writing/identity.ts'
import { formatAddress, parseAddresses } from '#lib/mime/addresses.ts'
import type { Writer } from '../writing.ts'

/** One of the names under which somebody writes. */
export interface OwnIdentity extends Identity {
  readonly address: string
  readonly organization: string
  /** The mailbox for copies of what goes out under it; '' for the usual one. */
  readonly sent: string
}

/** All of somebody's, the usual one first. Where an administrator keeps name or address, that one alone. */
export function identitiesOf({ session, habits }: Pick<Person, 'session' | 'habits'>): readonly [OwnIdentity, ...OwnIdentity[]] {
  const usual = {
    name: habits['identity.full_name'],
    address: habits['identity.address'] || session.address,
    reply_to: habits['identity.reply_to'],
    organization: habits['identity.organization'],
    sent: '',
    signature_format: habits['identity.signature_format'],
    signature: habits['identity.signature'],
  }
  return [identity(usual), ...habits.identities.map(identity)]
}

/** Somebody who writes, as far as it matters for under which name. */
export type Person = Pick<Writer, 'session' | 'habits' | 'imposed' | 'later'>

/** What a person may choose from in a message that is from `from`: all identities, and the sub-address that it may be. */
export function offeredIdentities(person: Person, from: string): readonly OwnIdentity[] {
  const all = identitiesOf(person)
  const chosen = identityOf(person, from)
  return all.some((each) => each.from === chosen.from) ? all : [...all, chosen]
}

/** The identity that writes that From as it stands; else the one with the same address, or with the one of which it is a sub-address; else the usual one. */
export function identityOf(person: Person, from: string): OwnIdentity {
  const all = identitiesOf(person)
  const [address] = parseAddresses(from)
  return all.find((each) => each.from === from) ?? (address && named(person, all, address.address)) ?? all[0]
}

/** The identity that a person chose. Throws GatewayError 'preference-locked' for what is none of theirs: no page offers it. */
export function chosenIdentity(person: Person, from: string): OwnIdentity {
  const found = offeredIdentities(person, from).find((each) => each.from === from)
  if (!found) throw new GatewayError('preference-locked', 'from')
  return found
}

/** The identity that the first of those addresses names which is one's own, as the message that is answered was addressed; under a sub-address of it where it was written so; else the usual one. */
export function identityAddressed(person: Person, addressed: readonly Address[]): OwnIdentity {
  const all = identitiesOf(person)
  const addresses = addressed.flatMap((each) => each.group ?? [each]).map(({ address }) => address)
  const exact = addresses.map((address) => all.find((each) => isSame(each.address, address))).find((found) => found !== undefined)
  return exact ?? addresses.map((address) => named(person, all, address)).find((found) => found !== undefined) ?? all[0]
}

/** Whether mail to that address comes to one of those: it is one, or a sub-address of one (RFC 5233 §1). */
export function reaches(own: readonly string[], address: string): boolean {
  return own.some((each) => isSame(each, address) || isSame(each, withoutDetail(address)))
}

/** A relay, and whoever keeps the address as it is, knows of no others. */
function named({ imposed, later }: Person, all: readonly OwnIdentity[], address: string): OwnIdentity | undefined {
  const same = all.find((each) => isSame(each.address, address))
  if (same || imposed.has('identity.address') || imposed.has('identities') || later?.isRelayed) return same
  const base = all.find((each) => isSame(each.address, withoutDetail(address)))
  return base && { ...base, address, from: formatAddress({ name: parseAddresses(base.from)[0]?.name ?? '', address }) }
}

/** `user@domain` of `user+detail@domain` (RFC 5233 §4); every other address as it is. */
function withoutDetail(address: string): string {
  return address.replace(/^([^"+@]+)\+[^"@]*(?=@[^@]+$)/u, '$1')
}

function identity({ name, address, reply_to, organization, sent, ...written }: Writer['habits']['identities'][number]): OwnIdentity {
  return { from: formatAddress({ name, address }), address, replyTo: reply_to, organization, sent, ...signatureOf(written) }
}

/** In both forms. Whoever wrote it, it is made safe: an annotation of the account can be set by any mail program. */
function signatureOf({ signature, signature_format }: Pick<Writer['habits']['identities'][number], 'signature' | 'signature_format'>): Signature {
  if (signature_format !== 'html') return { signature: signature.trimEnd(), formatted: '' }
  const formatted = sanitizeComposedHtml(signature, { styles: 'dropped', picture: sentPicture }).trim()
  return { signature: composedText(formatted).trim(), formatted }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
