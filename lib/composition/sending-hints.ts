import type { Address } from '#lib/mail/envelope.ts'
import type { SendingHint } from '#lib/mail/composition.ts'
import { checkAddresses } from './addresses/check-addresses.ts'
import type { KeptComposition } from './kept-composition.ts'
import { mentionsAttachment } from './mentions-attachment.ts'

/** So many whom everybody can see are usually a list that was meant for Bcc. */
const MANY_VISIBLE = 20
/** An answer to so many is worth a second thought. */
const MANY_ANSWERED = 5

/** Where people have their mail: one letter beside one of these, and beside one's own, is a slip of the finger more often than another domain. */
const WELL_KNOWN = ['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'posteo.de', 'mailbox.org', 'proton.me', 'protonmail.com', 'fastmail.com', 'orange.fr', 'free.fr', 'laposte.net', 'libero.it', 'mail.ru', 'yandex.ru', 'qq.com', '163.com', 'wp.pl', 'onet.pl', 'uol.com.br', 'ziggo.nl']

/**
 * What is worth a look before this message leaves, as it goes out. Throws what `checkAddresses` throws: who cannot be written to
 * comes first.
 */
export function sendingHints(message: KeptComposition): readonly SendingHint[] {
  const { to, cc, bcc } = checkAddresses(message)
  const visible = members([...to, ...cc])
  const domains = members([...to, ...cc, ...bcc]).map(domainOf)
  const known = [domainOf({ name: '', address: message.from.replace(/>\s*$/, '') }), ...WELL_KNOWN]
  const found: Readonly<Record<SendingHint, boolean>> = {
    // What is redirected was written by somebody else.
    'no-subject': message.kind !== 'redirect' && message.subject.trim() === '',
    'no-attachment': message.attachments.every(({ contentId }) => contentId !== undefined) && mentionsAttachment(message.kind === 'forward' ? message.body.split(FORWARDED_BELOW, 1).join('') : message.body),
    'many-visible': visible.length > MANY_VISIBLE,
    'reply-all': message.kind === 'reply-all' && visible.length > MANY_ANSWERED && visible.length <= MANY_VISIBLE,
    'lookalike-domain': domains.some((domain) => !known.includes(domain) && isLookalike(domain, known)),
    'unknown-domain': domains.some((domain) => !known.includes(domain) && !isLookalike(domain, known) && isHardlyOne(domain, known)),
  }
  return (Object.keys(found) as SendingHint[]).filter((hint) => found[hint])
}

const members = (addresses: readonly Address[]): readonly Address[] => addresses.flatMap((address) => address.group ?? [address])
const domainOf = ({ address }: Address): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

const isLookalike = (domain: string, known: readonly string[]): boolean => known.some((other) => isOneSlipAway(domain, other))

/** What fingers make of the ends of domains, and nobody has registered. */
const SLIPPED_ENDS = /\.(?:con|cmo|ocm|cpm|vom|xom|cim|comm|coom|nett|nte|ent|ogr|rog|orgg|dde|dee)$/

/** No mail gets there: without a dot (unless one's own has none either), with a number at the end, or with an end that does not exist. */
function isHardlyOne(domain: string, [own = '']: readonly string[]): boolean {
  if (domain.startsWith('[') || domain === 'localhost') return false
  if (!domain.includes('.')) return own.includes('.')
  return /\.\d+$/.test(domain) || SLIPPED_ENDS.test(domain)
}

/** Where the text of others begins that is sent on, in whatever language. */
const FORWARDED_BELOW = /^-{8} .+ -{8}$/mu

/** One letter added, left out or another, or two neighbours that changed places; short names have too many neighbours. */
function isOneSlipAway(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 6 || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let [end, otherEnd] = [one.length, other.length]
  while (end > start && otherEnd > start && one[end - 1] === other[otherEnd - 1]) {
    end--
    otherEnd--
  }
  const [left, right] = [one.slice(start, end), other.slice(start, otherEnd)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && left[0] === right[1] && left[1] === right[0]
}
