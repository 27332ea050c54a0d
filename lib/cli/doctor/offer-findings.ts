import type { ProbedProtocol } from '#lib/gateway/admin/probe-protocols.ts'
import type { Finding } from './finding.ts'

type Found = Pick<Finding, 'level' | 'what' | 'why' | 'advice'>

/** Ways to prove a password that the gateway knows. */
const PASSWORD_WAYS = ['PLAIN', 'LOGIN', 'CRAM-MD5']

/** What servers have to offer before anybody signs in, and do not. `messageSize` is what the sites let people send, in octets. */
export function offerFindings(kind: ProbedProtocol, offers: readonly string[], messageSize: number): readonly Found[] {
  if (kind === 'imap') return imapFindings(offers)
  if (kind === 'smtp') return smtpFindings(offers, messageSize)
  return kind === 'sieve' ? sieveFindings(offers) : []
}

function imapFindings(offers: readonly string[]): readonly Found[] {
  if (!offers.includes('IMAP4REV1') && !offers.includes('IMAP4REV2')) return [{ level: 'problem', what: 'it does not say that it speaks IMAP4rev1 (RFC 3501)', advice: 'Use a server that does' }]
  if (offers.includes('LOGINDISABLED') && !offers.includes('AUTH=PLAIN')) return [{ level: 'problem', what: 'it takes no password here (LOGINDISABLED)', advice: 'Ask for TLS in servers.imap_url, or allow passwords there' }]
  return []
}

function smtpFindings(offers: readonly string[], messageSize: number): readonly Found[] {
  const ways = offers.find((offer) => offer.startsWith('AUTH '))?.split(' ').slice(1)
  const size = Number(offers.find((offer) => /^SIZE \d+$/.test(offer))?.slice(5) ?? 0)
  return [
    ...(ways === undefined ? [{ level: 'warning', what: 'it offers no AUTH', why: 'mail is handed in without a name', advice: 'Well where it trusts this machine; else use its submission port (587 or 465)' } as const] : []),
    ...(ways !== undefined && !PASSWORD_WAYS.some((way) => ways.includes(way)) ? [{ level: 'problem', what: `it takes passwords by none of ${PASSWORD_WAYS.join(', ')}`, why: `it offers ${ways.join(', ')}`, advice: 'Switch PLAIN on there, which TLS protects' } as const] : []),
    ...(size > 0 && size < messageSize ? [{ level: 'warning', what: `it takes messages of ${size} octets at most, people may write ${messageSize}`, advice: `Set limits.message_size to ${size}, so that the composer says so before anything is attached` } as const] : []),
    ...(offers.includes('8BITMIME') ? [] : [{ level: 'note', what: 'it lacks 8BITMIME', why: 'letters with accents travel encoded' } as const]),
  ]
}

function sieveFindings(offers: readonly string[]): readonly Found[] {
  const words = (name: string): readonly string[] => offers.find((offer) => offer.startsWith(`${name} `))?.split(' ').slice(1) ?? []
  return [
    ...(words('SASL').includes('PLAIN') || words('SASL').includes('LOGIN') ? [] : [{ level: 'problem', what: 'it takes passwords neither by PLAIN nor by LOGIN', advice: 'Switch PLAIN on there, which TLS protects' } as const]),
    ...(offers.some((offer) => offer.startsWith('VERSION')) ? [] : [{ level: 'note', what: 'it is from before RFC 5804', why: 'filters are not checked as they are written, and renamed by copying' } as const]),
  ]
}
