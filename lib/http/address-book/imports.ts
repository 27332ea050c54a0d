import 'server-only'
import { join } from 'node:path'
import type { ContactFiles } from '#lib/gateway/address-book/transfer/contact-files.ts'
import { ImportDesk } from '#lib/gateway/address-book/transfer/import-desk.ts'
import { receiveFile, tidyFiles } from '#lib/gateway/address-book/transfer/receive-file.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, log } from '../wiring.ts'
import { readUpload } from '../writing/read-upload.ts'
import { addressBooks } from './address-books.ts'
import { contactsOf } from './contacts.ts'

/** An answer waits so long for an import; a longer one is told of while it runs, in milliseconds. */
export const PATIENCE = 5_000
/** Files that nobody waits for any more go so often, in milliseconds. */
const TIDY_AFTER = 3_600_000

/** What is imported, kept by this process for everybody. */
export function importDesk(): ImportDesk {
  return processSingleton('contact-imports', () => {
    const desk = new ImportDesk(join(config().data, 'gateway', 'imports'), log())
    const tidy = async (): Promise<void> => tidyFiles({ store: await addressBooks(), spool: desk.spool })
    setInterval(() => tidy().catch((error: unknown) => log().error('imports not tidied', error)), TIDY_AFTER).unref()
    return desk
  })
}

/** The books and waiting files of somebody who is signed in. */
export async function contactFilesOf(session: SignedIn): Promise<ContactFiles> {
  return { ...(await contactsOf(session)), spool: importDesk().spool }
}

/** Reads a multipart form with one file of contacts, behind the book that it is for; its token is judged by `checkToken` first. */
export async function receiveContactFile(request: Request, files: ContactFiles, checkToken: (token: string | undefined) => void): Promise<KeptImport> {
  let kept: KeptImport | undefined
  const { fields, failure } = await readUpload(request, { fieldOctets: 4096, fields: 10, files: 1 }, async ({ name, content }, before) => {
    checkToken(before.token?.[0])
    const book = before.book?.[0] ?? ''
    if (book !== '') requireWritable(await files.store.book(files.who, book))
    kept = await receiveFile(files, { name, content, book })
  })
  checkToken(fields.token?.[0])
  if (failure !== undefined) throw failure
  if (!kept) throw new GatewayError('invalid', 'no file', { refusal: { name: 'import-empty' } })
  return kept
}

/** Throws GatewayError 'contacts-forbidden' for a book that takes no cards. */
function requireWritable({ right, kind }: { readonly right: string; readonly kind: string }): void {
  if (right === 'read' || kind === 'collected' || kind === 'site') throw new GatewayError('contacts-forbidden', kind)
}
