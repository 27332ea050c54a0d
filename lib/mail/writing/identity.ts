/** Under what name somebody writes: From as it stands in the header, where answers go, and what stands at the end. */
export interface Identity {
  readonly from: string
  /** '' for the address of `from`. */
  readonly replyTo: string
  /** As text, '' for none; without a line end behind it. */
  readonly signature: string
  /** The same with formatting, safe to be sent; '' for one that is mere text. */
  readonly formatted: string
}

/** What of a message changes with the identity. */
export interface SignedText {
  readonly replyTo: string
  readonly body: string
}

/** The same message by somebody else: the signature gives way to the other one, Reply-To too unless it was typed. */
export function changeIdentity({ replyTo, body }: SignedText, before: Identity, after: Identity): SignedText {
  return {
    replyTo: replyTo.trim() === before.replyTo ? after.replyTo : replyTo,
    body: before.signature === after.signature ? body : changeSignature(body, before.signature, after.signature),
  }
}

/** RFC 3676 §4.3: the mark stands alone in its line. */
const MARK = '-- \n'

function changeSignature(body: string, before: string, after: string): string {
  if (before === '') return hasBlock(body, `${MARK}${after}`) ? body : signed(body, after)
  const block = `${MARK}${before}`
  const at = `\n${body}\n`.lastIndexOf(`\n${block}\n`)
  // Whoever has changed it by hand keeps it.
  if (at < 0) return body
  const rest = body.slice(at + block.length)
  return after === '' ? body.slice(0, at) + rest.replace(/^\n/, '') : `${body.slice(0, at)}${MARK}${after}${rest}`
}

const hasBlock = (body: string, block: string): boolean => `\n${body}\n`.includes(`\n${block}\n`)

/** A signature where there was none: above what is quoted, unless the quoted text comes first. */
function signed(body: string, signature: string): string {
  const lines = body.split('\n')
  const quoted = lines.findIndex((line) => line.startsWith('>'))
  if (quoted < 2) return `${body.replace(/\n+$/, '')}\n\n${MARK}${signature}\n`
  // The line above the quoted text says whose it is.
  const at = lines[quoted - 1] === '' ? quoted : quoted - 1
  return [...lines.slice(0, at), `${MARK}${signature}`, '', ...lines.slice(at)].join('\n')
}
