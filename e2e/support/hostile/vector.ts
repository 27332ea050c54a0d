/** What a hostile HTML wants to happen, in place of the words in capitals that stand in the vectors. */
export interface Traps {
  /** A request to this address is told of; its port stands for CANARY_PORT. */
  readonly canary: string
}

/** A script in place of RUN: tells of itself in whichever frame it runs. */
const RUN = '(self.hostileRan||alert)(1)'

/** A name with what stands in the message: HTML, or a whole message from its first header line on. */
export type Vector = readonly [name: string, text: string]

/** The text with its traps set. */
export function armed(text: string, { canary }: Traps): string {
  return text.replaceAll('RUN', RUN).replaceAll('CANARY_PORT', new URL(canary).port || '80').replaceAll('CANARY', canary)
}

/** A message whose only part is that HTML, in base64 so that every octet of it arrives. */
export function htmlMessage([name, html]: Vector): string {
  const body = Buffer.from(`<p>Visible words.</p>${html}\n<p>Last words.</p>\n`).toString('base64')
  return `From: Mallory <mallory@example.test>\nTo: alice@example.test\nSubject: ${name}\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${body.replace(/.{76}/g, '$&\n')}\n`
}

/** Octets of a message as they go through mail: each character one octet unless it is none, lines with CRLF, no NUL. */
export function onTheWire(message: string): Buffer {
  const lines = message.replaceAll('\0', '').replace(/\r?\n|\r/g, '\r\n')
  return Buffer.from(lines, /[^\0-\xff]/.test(lines) ? 'utf8' : 'latin1')
}
