import { CAPABILITIES } from '#lib/imap-server/commands/index.ts'
import type { ImapSession, Leg } from '#lib/imap-server/session/imap-session.ts'
import type { TlsLeg } from '#lib/imap-server/session/tls-leg.ts'
import { code, markdownTable } from './markdown-table.ts'

const ENCRYPTED: Leg = { remote: '', encrypted: true, loopback: false, canStartTls: false, tls: { channelBinding: () => new Uint8Array(), clientCertificate: {} } as unknown as TlsLeg }

/** The moments in the life of a connection that decide what is announced. */
const MOMENTS: readonly { readonly when: string; readonly state: ImapSession['state']; readonly leg: Leg }[] = [
  { when: 'in the clear, from elsewhere', state: 'not-authenticated', leg: { remote: '', encrypted: false, loopback: false, canStartTls: true } },
  { when: 'in the clear, on loopback', state: 'not-authenticated', leg: { remote: '', encrypted: false, loopback: true, canStartTls: true } },
  { when: 'with TLS', state: 'not-authenticated', leg: ENCRYPTED },
  { when: 'signed in', state: 'authenticated', leg: ENCRYPTED },
]

/** Servers on which everything is switched on that can be. */
const EVERYTHING = [{ messagesPerCommand: 1000 }, { messagesPerCommand: Infinity, savedPerCommand: 1000 }].map((limits) => ({ accounts: { keepsScramKeys: true }, tokens: {}, certificates: {}, publicStore: () => undefined, limits }))

/** What the IMAP server in the box announces, by the rows of its commands. */
export function capabilityTable(): string {
  return markdownTable(['capability', 'defined in', 'by the command', 'announced'], CAPABILITIES
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, spec, command, applies }) => {
      const moments = MOMENTS.filter(({ state, leg }) => EVERYTHING.some((server) => applies?.({ state, leg, server } as unknown as ImapSession) ?? true))
      return [code(name), spec, code(command), moments.length === MOMENTS.length ? 'always' : moments.map(({ when }) => when).join('; ')]
    }))
}
