import type { ImapFlow } from 'imapflow'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { AccountConnections } from '../account-connections.ts'
import { atom, execute, isList, octetsOf, text, textOf, type Untagged } from '../command.ts'

/** Stops a server that answers more entries, or longer ones, than anybody wrote. */
const MOST_ENTRIES = 1000
const MOST_OCTETS = 64 * 1024

/** True where the server keeps annotations of its own for each account (RFC 5464 §1). */
function hasServerEntries(client: ImapFlow): boolean {
  return client.capabilities.has('METADATA') || client.capabilities.has('METADATA-SERVER')
}

/**
 * The server annotations below `/private/vendor/…`, UTF-8, by the last part of their names in lower case (RFC 5464 §4.2);
 * undefined where the server keeps none. Entries above 64 KB are not answered.
 */
export function readServerEntries(connections: AccountConnections, folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  return connections.ask(async (client) => {
    if (!hasServerEntries(client)) return undefined
    const entries = new Map<string, string>()
    // Options stand before the mailbox, as in the examples of RFC 5464 §4.2.
    await execute(client, 'GETMETADATA', [[atom('DEPTH'), atom('infinity')], text(''), [text(folder)]], { METADATA: (untagged) => collect(untagged, folder, entries) })
    return entries
  })
}

/**
 * Sets all of these entries of that folder or none (RFC 5464 §4.3). Throws GatewayError 'too-large' where the server has no room
 * for them, 'refused' where it keeps none.
 */
export function writeServerEntries(connections: AccountConnections, folder: string, entries: ReadonlyMap<string, string>): Promise<void> {
  return connections.useAny(async (client) => {
    if (!hasServerEntries(client)) throw new GatewayError('refused', 'no METADATA')
    const list = [...entries].flatMap(([name, value]) => [text(`${folder}/${name}`), text(value)])
    await execute(client, 'SETMETADATA', [text(''), list]).catch((error: unknown) => {
      throw hasNoRoom(error) ? new GatewayError('too-large', 'METADATA', { cause: error }) : error
    })
  })
}

function collect({ attributes: [mailbox, list] }: Untagged, folder: string, entries: Map<string, string>): void {
  if (textOf(mailbox) !== '' || !isList(list)) return
  for (let at = 0; at + 1 < list.length && entries.size < MOST_ENTRIES; at += 2) {
    const name = textOf(list[at])?.toLowerCase()
    const value = octetsOf(list[at + 1])
    if (name?.startsWith(`${folder}/`) && value && value.length <= MOST_OCTETS) entries.set(name.slice(folder.length + 1), value.toString('utf8'))
  }
}

/** NO [METADATA MAXSIZE n] and NO [METADATA TOOMANY] (RFC 5464 §4.3). */
function hasNoRoom(error: unknown): boolean {
  const { response } = error as { readonly response?: { readonly attributes?: readonly { readonly section?: readonly { readonly value?: unknown }[] }[] } }
  const [code, why] = (response?.attributes?.[0]?.section ?? []).map(({ value }) => String(value).toUpperCase())
  return code === 'METADATA' && (why === 'MAXSIZE' || why === 'TOOMANY')
}
