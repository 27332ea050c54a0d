/** A script that a mail server keeps and runs on mail that arrives: to people, a filter. */
export interface ScriptSummary {
  readonly name: string
  /** The one that runs; a server runs one at most. */
  readonly isActive: boolean
}

/** Where filters are reached unless something else is said (RFC 5804 §1.8). */
export const SIEVE_PORT = 4190

/** Octets of a name: 128 characters is what every server takes (RFC 5804 §1.6). */
const SCRIPT_NAME_OCTETS = 512
/** Octets of a script that is edited here: ten times what servers usually allow. */
export const SCRIPT_OCTETS = 256 * 1024

/** Whether a script may be called so (RFC 5804 §1.6): something, no control characters or line ends. */
export function isScriptName(name: string): boolean {
  return name !== '' && new TextEncoder().encode(name).length <= SCRIPT_NAME_OCTETS && !/[\p{Cc}\u2028\u2029]/u.test(name) && name.isWellFormed()
}

/** The name of a file, without the ending that files of filters have. */
export function scriptNameOfFile(file: string): string {
  return (file.split(/[/\\]/).pop() ?? '').replace(/\.(?:sieve|siv|txt)$/i, '').trim()
}

/** The line that a server's complaint names first, as `line 3` (Pigeonhole, Cyrus and others say it so); undefined where it names none. */
export function lineOfAnswer(answer: string): number | undefined {
  const [, digits] = /\bline[ :]+([0-9]{1,6})\b/i.exec(answer) ?? []
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits)
}

/** That line of a text, without its end; '' where there is none. */
export function lineAt(text: string, line: number): string {
  return text.split(/\r\n|[\r\n]/)[line - 1] ?? ''
}

/** The text with the line ends of another: a browser posts CRLF whatever the script had. */
export function withLineEnds(text: string, like: string): string {
  const lines = text.replace(/\r\n?/g, '\n')
  return like.includes('\n') && !like.includes('\r\n') ? lines : lines.replaceAll('\n', '\r\n')
}
