const HIDDEN = '***'
/** `login = "LOGIN" SP userid SP password`, `authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]` (RFC 9051 §9, RFC 4959), and our own XPASSWORD. */
const PROVING = /^(\S+) (LOGIN|AUTHENTICATE|XPASSWORD)(?: ("(?:[^"\\]|\\.)*"|\S+))?( [^]*)?$/i

/** What may be shown of a person's own lines: what proves who they are stays hidden, in whatever form they send it. */
export class ConsoleMask {
  /** The tag of a command that proves something, until it is answered. */
  #proving: string | undefined

  client(line: string): string {
    if (this.#proving !== undefined) return HIDDEN
    const [, tag, name = '', first = '', rest] = PROVING.exec(line) ?? []
    if (tag === undefined) return line
    this.#proving = tag
    const shown = first === '' || name.toUpperCase() === 'XPASSWORD' ? '' : ` ${first}`
    return `${tag} ${name}${shown}${rest !== undefined || (shown === '' && first !== '') ? ` ${HIDDEN}` : ''}`
  }

  server(line: string): void {
    if (line.split(' ', 1)[0] === this.#proving) this.#proving = undefined
  }
}

/** A line for the terminal, which obeys none of it: control and direction characters are written as numbers. */
export function visible(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => (character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`))
}
