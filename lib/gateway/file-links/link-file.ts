import type { KeptFileLink } from '#lib/composition/file-links/file-link-store.ts'
import { attachmentName } from '#lib/composition/attachment-name.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { composedText } from '#lib/html/composing/composed-text.ts'
import { textToHtml } from '#lib/html/composing/text-to-html.ts'
import { BODY_LENGTH } from '#lib/mail/composition.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { textBelow } from '#lib/mail/writing/text-of-file.ts'
import type { NewFile } from '../writing/attach-file.ts'
import type { FileLinkDesk, Writer } from '../writing/writing.ts'

const DAY = 24 * 3_600_000
const MEGABYTE = 1_000_000

/** Keeps a file, streamed to the disk, and makes a link to it. Throws GatewayError as `requireLinkable` and `makeLink`; a file that breaks off leaves nothing. */
export async function linkFile(writer: Writer, { name, content }: Pick<NewFile, 'name' | 'content'>): Promise<KeptFileLink> {
  const { writing: { spool } } = writer
  const safeName = attachmentName(name)
  await requireLinkable(writer, { name: safeName, size: 1 })
  const left = await octetsLeft(writer)
  const { rules } = deskOf(writer)
  const file = await spool.write(content, Math.min(rules.size, left)).catch((error: unknown) => {
    throw isGatewayError(error) && error.failure === 'too-large' ? tooLarge(safeName, rules.size, left) : error
  })
  try {
    return await makeLink(writer, { id: file.id, name: safeName, size: file.size })
  } catch (error) {
    await spool.remove([file.id])
    throw error
  }
}

/** Throws GatewayError 'invalid' where this person sends no links, 'too-large' for a larger file than the site takes, 'over-quota' where theirs take too much space already. */
export async function requireLinkable(writer: Writer, { name, size }: { readonly name: string; readonly size: number }): Promise<void> {
  const { rules } = deskOf(writer)
  const left = await octetsLeft(writer)
  if (size > Math.min(rules.size, left)) throw tooLarge(name, rules.size, left)
}

/** A link to a whole file in the spool, once it was looked at for viruses. Throws GatewayError 'invalid' for an empty one, 'over-quota', and as the scanner does. */
export async function makeLink(writer: Writer, { id, name, size }: { readonly id: string; readonly name: string; readonly size: number }): Promise<KeptFileLink> {
  const { writing: { fileLinks, scan, spool }, session: { account } } = writer
  const { rules: { days, downloads, quota }, site } = deskOf(writer)
  if (size === 0) throw new GatewayError('invalid', 'empty file', { refusal: { name: 'link-empty', with: { name } } })
  await scan?.({ path: spool.path(id), name })
  return fileLinks.add(account, { id, name, size, site, until: Date.now() + days * DAY, most: downloads }, quota)
}

/** Puts a line for each of those links of one's own at the end of the text, with name, size, end and address. One that is none is left out. */
export async function insertLinks(writer: Writer, composition: string, ids: readonly string[]): Promise<void> {
  const { writing: { store, fileLinks }, session: { account } } = writer
  const desk = deskOf(writer)
  const kept = await store.get(account, composition)
  const links = await Promise.all(ids.map((id) => fileLinks.find(account, id)))
  const text = links.filter((link) => link !== undefined).map((link) => `${desk.line(link)}\n${desk.address(link.token)}\n`).join('')
  if (text === '') return
  await store.save(account, composition, kept.revision, { ...kept, ...withText(kept, `\n${text}`) })
}

/** The address is a link in every mail program that shows text, and in ours. */
function withText({ format, html, body }: KeptComposition, text: string): Pick<KeptComposition, 'html' | 'body'> {
  const longer = format === 'html' ? `${html}${textToHtml(text).replace(/<div>(https?:[^<\s]+)<\/div>/g, '<div><a href="$1">$1</a></div>')}` : html
  const after = { html: longer, body: format === 'html' ? composedText(longer) : textBelow(body, text) }
  if (Math.max(after.html.length, after.body.length) > BODY_LENGTH) throw new GatewayError('too-large', 'text with links')
  return after
}

async function octetsLeft(writer: Writer): Promise<number> {
  return Math.max(0, deskOf(writer).rules.quota - (await writer.writing.fileLinks.stored(writer.session.account)))
}

function tooLarge(name: string, size: number, left: number): GatewayError {
  if (left < size) return new GatewayError('over-quota', 'file links', { refusal: { name: 'links-no-space', with: { name } } })
  return new GatewayError('too-large', 'file link', { refusal: { name: 'link-large', with: { name, megabytes: Math.floor(size / MEGABYTE) } } })
}

function deskOf({ fileLinks }: Writer): FileLinkDesk {
  if (!fileLinks) throw new GatewayError('invalid', 'no file links here')
  return fileLinks
}
