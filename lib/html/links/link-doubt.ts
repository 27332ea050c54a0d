import { domainInUnicode } from '#lib/mail/network/domain-in-unicode.ts'
import { isLookalikeLabel } from '#lib/mail/reading/trust/lookalike.ts'
import { LINK_TEXT_LIMIT } from './link-text-limit.ts'

/** A link that may lead elsewhere than its reader thinks. */
export interface LinkDoubt {
  /** It says the name of another place, or its own name has letters that look like those of another one. */
  readonly kind: 'says-other' | 'lookalike'
  /** What it says; '' where its own name is what is doubted. */
  readonly says: string
  /** Where it leads: a host in its ASCII form (RFC 5891), or an address. */
  readonly leads: string
}

/** Ends of files and of names of programs that are ends of domains, too: without more around them they name no place. */
const FILE_ENDS = new Set('md py sh rs ps so pl ts cc ml tf zip mov app'.split(' '))
const WHOLE_HOST = /^(?:www\.)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+([\p{L}]{2,24})(?=$|[/:?#])/iu
const NAMED_URL = /https?:\/\/(?:[^\s/@]*@)?((?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63})/iu
const ADDRESS = /^[^\s@<>]{1,64}@[^\s@<>]{1,253}$/

/** Why a reader should look twice at a link with that text and target; undefined for one that says where it leads, or nothing. */
export function linkDoubt(text: string, target: string): LinkDoubt | undefined {
  const shown = text.slice(0, LINK_TEXT_LIMIT).replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '').trim()
  if (/^mailto:/i.test(target)) return addressDoubt(shown, target)
  const url = URL.parse(target)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const says = hostIn(shown)
  if (says !== undefined && !isSamePlace(says, url.hostname)) return { kind: 'says-other', says, leads: url.host }
  // The name before an @ is no host, and is only there to look like one.
  if (url.username.includes('.')) return { kind: 'says-other', says: url.username, leads: url.host }
  return domainInUnicode(url.hostname).split('.').some(isLookalikeLabel) ? { kind: 'lookalike', says: '', leads: url.host } : undefined
}

function addressDoubt(shown: string, target: string): LinkDoubt | undefined {
  const to = decoded(target.slice(7).split('?', 1)[0] ?? '').trim()
  return ADDRESS.test(shown) && ADDRESS.test(to) && shown.toLowerCase() !== to.toLowerCase() ? { kind: 'says-other', says: shown, leads: to } : undefined
}

/** The host that a text names: that of a URL anywhere in it, or the text itself where it is one. In its ASCII form. */
function hostIn(shown: string): string | undefined {
  const named = NAMED_URL.exec(shown)?.[1] ?? (/\s/.test(shown) || shown.includes('@') ? undefined : bareHost(shown))
  return named === undefined ? undefined : URL.parse(`http://${named}`)?.hostname
}

function bareHost(shown: string): string | undefined {
  const match = WHOLE_HOST.exec(shown)
  const end = match?.[1]?.toLowerCase() ?? ''
  if (!match || end === 'js') return undefined
  return FILE_ENDS.has(end) && !/^www\./i.test(shown) && match[0] === shown ? undefined : match[0]
}

/** True for hosts of the same owner, as far as names tell: the last two labels are the same, or three where the second is as short as `co`. */
function isSamePlace(one: string, other: string): boolean {
  return ownerOf(one) === ownerOf(other)
}

function ownerOf(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const isShort = (labels.at(-1)?.length ?? 0) === 2 && (labels.at(-2)?.length ?? 0) <= 3
  return labels.slice(isShort ? -3 : -2).join('.')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign stands for itself.
    return text
  }
}
