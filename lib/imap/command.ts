import type { ImapFlow, ImapResponse } from 'imapflow'
import { encodePath } from 'imapflow/lib/tools.js'

/** One argument of a command: a token, a list, a quoted string (bare string) or a number. Values never become syntax. */
export type Argument = ArgumentToken | string | number | readonly Argument[]

export interface ArgumentToken {
  readonly type: 'ATOM' | 'STRING' | 'LITERAL' | 'SEQUENCE'
  readonly value: string | Buffer
  readonly section?: readonly Argument[]
  readonly partial?: readonly number[]
}

/** A value of a response, as imapflow parses it: null is NIL. */
export type Value = ValueToken | readonly Value[] | null

export interface ValueToken {
  readonly type: string
  readonly value?: string | Buffer | number | null
  readonly section?: readonly Value[]
}

/** One untagged response: `* 3 FETCH (...)` has command '3' and its attributes begin with FETCH. */
export interface Untagged {
  readonly command: string
  readonly attributes: readonly Value[]
}

type UntaggedHandlers = Readonly<Record<string, (untagged: Untagged) => void>>

interface Executor {
  exec(
    command: string,
    attributes: readonly Argument[] | false,
    options: { untagged: Readonly<Record<string, (untagged: ImapResponse) => Promise<void>>> },
  ): Promise<{ response: ImapResponse; next(): void }>
}

/** The tagged OK of a command: its response code with that code's arguments, such as ['APPENDUID', '17', '4']. */
export interface Completion {
  readonly code: readonly Value[]
}

/**
 * Runs one command on the client and waits for its tagged OK. A NO or BAD rejects with imapflow's error, which the pool
 * translates. Handlers see the untagged responses of their name while the command runs.
 */
export async function execute(client: ImapFlow, command: string, args: readonly Argument[] = [], untagged: UntaggedHandlers = {}): Promise<Completion> {
  const handlers = Object.fromEntries(
    Object.entries(untagged).map(([name, handle]) => [name, async (response: ImapResponse) => handle({ command: response.command ?? '', attributes: (response.attributes ?? []) as readonly Value[] })]),
  )
  const { response, next } = await (client as unknown as Executor).exec(command, args.length === 0 ? false : args, { untagged: handlers })
  next()
  const first = (response.attributes?.[0] ?? null) as Value
  return { code: isToken(first) && first.section ? first.section : [] }
}

/** An atom: a keyword of the protocol, never something that a person typed. */
export const atom = (value: string): ArgumentToken => ({ type: 'ATOM', value })

/** A sequence set. */
export const sequence = (value: string): ArgumentToken => ({ type: 'SEQUENCE', value })

/** A string that may hold anything; a literal counted in octets unless it is plain ASCII (RFC 9051 §4.3). */
export function text(value: string): ArgumentToken {
  return /^[\x20-\x7e]*$/.test(value) && value.length < 1000 ? { type: 'STRING', value } : { type: 'LITERAL', value: Buffer.from(value) }
}

/** A mailbox name in the server's own encoding: modified UTF-7 unless UTF8=ACCEPT is on. */
export function mailboxName(client: ImapFlow, name: string): ArgumentToken {
  return text(encodePath(client, name))
}

export function isToken(value: Value | undefined): value is ValueToken {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** The text of a string, atom or number; undefined for NIL and lists. */
export function textOf(value: Value | undefined): string | undefined {
  if (!isToken(value) || value.value === null || value.value === undefined) return undefined
  return typeof value.value === 'object' ? value.value.toString() : String(value.value)
}

/** The octets of a string or literal; undefined for NIL and lists. */
export function octetsOf(value: Value | undefined): Buffer | undefined {
  if (!isToken(value) || value.value === null || value.value === undefined) return undefined
  return typeof value.value === 'object' ? value.value : Buffer.from(String(value.value))
}

/** A whole number from 0 to 2^53-1; undefined for anything else. */
export function numberOf(value: Value | undefined): number | undefined {
  const digits = textOf(value)
  if (digits === undefined || !/^[0-9]{1,16}$/.test(digits)) return undefined
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : undefined
}
