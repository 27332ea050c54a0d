import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { readExact } from '#lib/imap/reading/read-exact.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { autocryptKey } from '#lib/mail/reading/trust/autocrypt.ts'
import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import type { CheckedPart, SignatureDesk } from './check-signed.ts'

/** Files with keys of one message that are looked at, and octets of all of them. */
const FILES = 5
const KEY_FILE_OCTETS = 256 * 1024

/** The keys and certificates that a message brings: attached, in its header (Autocrypt), or in a signature. Nothing of them is believed. */
export async function broughtKeys(connections: AccountConnections, ref: MessageRef, view: MessageView, { desk, checked }: { readonly desk: SignatureDesk; readonly checked: readonly CheckedPart[] }): Promise<readonly PublicKey[]> {
  const files = view.attachments.filter(({ mediaType, size }) => mediaType === 'application/pgp-keys' && size <= KEY_FILE_OCTETS).slice(0, FILES)
  const header = autocryptKey(view.headers, view.envelope.from.map(({ address }) => address))
  const sources: (string | Uint8Array)[] = checked.flatMap(({ outcomes }) => outcomes.flatMap(({ signer }) => signer?.certificate ?? []))
  if (files.length > 0) sources.push(...(await readExact(connections, ref, files.map(({ section }) => ({ section, as: 'decoded' })), KEY_FILE_OCTETS)).map(({ octets }) => octets))
  if (header !== undefined) sources.push(Buffer.from(header, 'base64'))
  const found = new Map<string, PublicKey>()
  for (const source of sources) for (const key of (await desk({ kind: 'keys', source })).keys) found.set(key.fingerprint, key)
  return [...found.values()]
}
