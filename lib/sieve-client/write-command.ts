/** One argument of a command. Values never become syntax. */
export type Argument = string | Uint8Array | number

/** RFC 5804 §4: quoted strings hold 1024 octets at most. */
const QUOTED_LIMIT = 1024

/** The octets of a command: texts quoted where they can be, else as literals that need no invitation, as are all octets (RFC 5804 §4: `{12+}`). */
export function writeCommand(name: string, args: readonly Argument[]): Buffer {
  return Buffer.concat([Buffer.from(name), ...args.flatMap((arg) => [Buffer.from(' '), writeArgument(arg)]), Buffer.from('\r\n')])
}

/** A string alone on its line: the answer to a challenge. */
export function writeString(text: string): Buffer {
  return Buffer.concat([writeArgument(text), Buffer.from('\r\n')])
}

function writeArgument(arg: Argument): Buffer {
  if (typeof arg === 'number') return Buffer.from(String(arg))
  if (typeof arg === 'string' && !/[\0\r\n]/.test(arg) && Buffer.byteLength(arg) <= QUOTED_LIMIT) return Buffer.from(`"${arg.replace(/["\\]/g, '\\$&')}"`)
  const octets = Buffer.from(arg as string)
  return Buffer.concat([Buffer.from(`{${octets.length}+}\r\n`), octets])
}
