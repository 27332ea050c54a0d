// Runs in the browser as well: nothing may be imported here that does not.
import type { Identity } from '#lib/mail/writing/identity.ts'
import { lineHtml, textToHtml } from './text-to-html.ts'

/** The id by which the signature is found again. */
export const SIGNATURE_ID = 'mail-signature'

export type Signature = Pick<Identity, 'signature' | 'formatted'>

/** A signature in HTML behind its mark (RFC 3676 §4.3); '' for none. */
export function signatureHtml({ signature, formatted }: Signature): string {
  if (formatted !== '') return `<div id="${SIGNATURE_ID}">${lineHtml('-- ')}${formatted}</div>`
  return signature === '' ? '' : `<div id="${SIGNATURE_ID}">${['-- ', ...signature.split('\n')].map(lineHtml).join('')}</div>`
}

/** The text as HTML to go on writing in, its signature with the formatting that it has: the last one that stands there as it was put there. */
export function signedTextToHtml(text: string, by: Signature): string {
  const lines = text.replace(/\r\n?/g, '\n')
  const block = `-- \n${by.signature}`
  const at = by.signature === '' ? -1 : `\n${lines}\n`.lastIndexOf(`\n${block}\n`)
  if (at < 0) return textToHtml(lines)
  const [above, below] = [lines.slice(0, at), lines.slice(at + block.length + 1)]
  return `${above === '' ? '' : textToHtml(above)}${signatureHtml(by)}${below === '' ? '' : textToHtml(below)}`
}
