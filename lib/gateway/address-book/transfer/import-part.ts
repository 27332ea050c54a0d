import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { isCardPart } from '#lib/mail/reading/card-part.ts'
import { mediaType, partName } from '#lib/mail/reading/attachments.ts'
import type { PartRequest } from '../../deliver-part.ts'
import type { ContactFiles } from './contact-files.ts'
import type { ImportDesk } from './import-desk.ts'
import { receiveFile } from './receive-file.ts'

/** Begins to import the vCards of an attachment into the personal book; a stranger's file changes nobody who is there. Throws GatewayError 'no-such-part' for any other part. */
export async function importPart(connections: AccountConnections, desk: ImportDesk, files: ContactFiles, { ref, section }: PartRequest): Promise<KeptImport> {
  const personal = (await files.store.books(files.who)).find(({ isOwn, kind }) => isOwn && kind === 'personal')
  if (!personal) throw new GatewayError('no-such-contact', 'personal book')
  const { part, content } = await openPart(connections, ref, section)
  if (!isCardPart(mediaType(part), partName(part))) {
    await content.cancel()
    throw new GatewayError('no-such-part', 'no vCard')
  }
  const kept = await receiveFile(files, { name: partName(part) || 'contact.vcf', content, book: personal.id, isCard: true })
  const charset = (part.parameters.charset ?? '').toLowerCase()
  await files.store.changeImport(files.who, kept.id, { ...kept.settings, format: 'vcard4', charset: /^[a-z0-9-]{1,20}$/.test(charset) && charset !== 'us-ascii' ? charset : '', known: 'keep' })
  return desk.begin(files, kept.id)
}
