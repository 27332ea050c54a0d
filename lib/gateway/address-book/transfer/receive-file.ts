import { recogniseFormat } from '#lib/address-book/formats/contact-formats.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { type ContactFiles, IMPORT_OCTETS } from './contact-files.ts'

/** What a file begins with is enough to tell its format. */
const START = 16 * 1024
const NAME_LENGTH = 255
/** A file that nobody knows may be of an upload that is still to be noted, in milliseconds. */
const UNKNOWN_AGE = 10 * 60_000

export interface GivenFile {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
  /** The book to offer first. */
  readonly book: string
  /** The octets are a vCard whatever they look like: a message says so. */
  readonly isCard?: boolean
}

/**
 * A file that waits for its settings from now on, its format recognised. Throws GatewayError 'too-large', 'invalid' for an empty one
 * and for one in which no format is recognised; nothing is left of it then.
 */
export async function receiveFile({ store, who, spool }: ContactFiles, { name, content, book, isCard = false }: GivenFile): Promise<KeptImport> {
  await tidyFiles({ store, spool })
  const start: Uint8Array[] = []
  let octets = 0
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      if (octets < START) start.push(chunk.subarray(0, START))
      octets += chunk.length
      yield chunk
    }
  }
  const refusal = { name: 'import-large', with: { megabytes: IMPORT_OCTETS / 1024 / 1024 } } as const
  const file = await spool.write(counted(), IMPORT_OCTETS).catch((error: unknown) => {
    throw isGatewayError(error) && error.failure === 'too-large' ? new GatewayError('too-large', 'import', { refusal }) : error
  })
  try {
    if (file.size === 0) throw new GatewayError('invalid', 'empty file', { refusal: { name: 'import-empty' } })
    const format = recogniseFormat(Buffer.concat(start), name)?.name ?? (isCard ? 'vcard4' : undefined)
    if (format === undefined) throw new GatewayError('invalid', 'format', { refusal: { name: 'import-format' } })
    const plain = name.replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ').trim().slice(0, NAME_LENGTH)
    const settings = { format, charset: '', book, title: plain.replace(/\.[^.]*$/, '').slice(0, 100), known: 'merge' } as const
    return await store.createImport(who, { file: file.id, name: plain, octets: file.size, settings })
  } catch (error) {
    await spool.remove([file.id])
    throw error
  }
}

/** Forgets imports that are past their life, and removes files that nobody waits for any more. */
export async function tidyFiles({ store, spool }: Pick<ContactFiles, 'store' | 'spool'>): Promise<void> {
  await spool.sweep(await store.tidyImports(Date.now()), UNKNOWN_AGE)
}
