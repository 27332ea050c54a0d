import { Readable } from 'node:stream'
import { StoreProblem, type Mailbox, type StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { ArgumentReader } from '../../protocol/argument-reader.ts'
import { ByteSource } from '../../protocol/byte-source.ts'
import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import type { Octets } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { openSection, type OpenSection } from '../fetch/section-content.ts'
import { parseSection, type SectionRequest } from '../fetch/section-request.ts'
import { parseMessageUrl, writeUrl, type MessageUrl } from './message-url.ts'

/**
 * The octets that a relative URL names, as FETCH BODY.PEEK would send them (RFC 4469 §3). Throws Refusal BADURL for one that names
 * nothing that this session may read.
 */
export async function openUrl(session: ImapSession, url: Octets): Promise<OpenSection> {
  const parsed = parseMessageUrl(url)
  const opened = parsed && (await open(session, parsed).catch(asNothing))
  if (!opened) throw new Refusal('The URL names nothing that can be read here', `BADURL ${writeUrl(url)}`)
  return opened
}

async function open(session: ImapSession, url: MessageUrl): Promise<OpenSection | undefined> {
  const mailbox = url.mailbox === undefined ? session.selected?.mailbox : await session.signedIn.store.mailbox(url.mailbox)
  if (!mailbox?.rights.includes('r')) return undefined
  if (url.uidValidity !== undefined && url.uidValidity !== mailbox.uidValidity) return undefined
  const section = await readSection(url.section)
  const message = section && (await read(mailbox, url.uid as Uid))
  return message && (await openSection(mailbox, message, { kind: 'content', label: '', section, setsSeen: false, ...(url.partial && { partial: url.partial }) }))
}

/** The section as FETCH reads it, to its end. */
async function readSection(section: Octets): Promise<SectionRequest | undefined> {
  // It stands on one line, so that no literal can follow.
  const args = new ArgumentReader({ source: new ByteSource(Readable.from([])), invite: () => undefined }, `${section}]`, section.length + 1)
  const parsed = await parseSection(args)
  return args.atEnd ? parsed : undefined
}

async function read(mailbox: Mailbox, uid: Uid): Promise<StoredMessage | undefined> {
  for await (const [message] of mailbox.messages([uid], ['parts', 'header'])) return message
  return undefined
}

function asNothing(error: unknown): undefined {
  if (error instanceof StoreProblem || error instanceof SyntaxProblem) return undefined
  throw error
}
