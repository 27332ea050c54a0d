import type { Readable } from 'node:stream'
import type { Administration } from '../administration.ts'

/** The admin channel: a JSON object a line in both directions, one answer for each request in their order. */

/** A request's longest line: some thousands of users for an import. */
export const REQUEST_LIMIT = 4 * 1024 * 1024
/** An answer's longest line: a list of some hundred thousand users. */
export const ANSWER_LIMIT = 64 * 1024 * 1024

export type AdminCall = keyof Administration

export interface AdminRequest {
  readonly call: AdminCall
  readonly arguments: readonly unknown[]
}

export type AdminAnswer = { readonly result: unknown } | { readonly problem: string }

/** Those that only read need not wait for those that write. */
export const READING: ReadonlySet<AdminCall> = new Set<AdminCall>(['listUsers', 'stats', 'figures', 'accountNames'])

const CALLS: ReadonlySet<string> = new Set<AdminCall>([
  'addUser', 'importUsers', 'listUsers', 'moveUser', 'deleteUser', 'setQuota', 'setPassword', 'share', 'subscribe', 'seed', 'accountNames', 'examine', 'repairQuotas', 'backUp', 'restore', 'stats', 'resetStats', 'figures', 'shutdown',
])

/** A line that is longer than it may be, or that is no request. */
export class AdminWireProblem extends Error {}

/** The lines of a stream. Throws AdminWireProblem beyond `limit` octets without a line end. */
export async function* readLines(stream: Readable, limit: number): AsyncGenerator<string> {
  let held: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      if (length + end - start > limit) throw new AdminWireProblem('The line is too long')
      yield Buffer.concat([...held, chunk.subarray(start, end)]).toString('utf8')
      held = []
      length = 0
      start = end + 1
    }
    held.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > limit) throw new AdminWireProblem('The line is too long')
  }
}

/** The request of a line. Throws AdminWireProblem. */
export function readRequest(line: string): AdminRequest {
  const value = parse(line)
  if (typeof value === 'object' && value !== null && 'call' in value && 'arguments' in value) {
    const { call, arguments: list } = value
    if (typeof call === 'string' && CALLS.has(call) && Array.isArray(list)) return { call: call as AdminCall, arguments: list }
  }
  throw new AdminWireProblem('That is no request')
}

/** The answer of a line. Throws AdminWireProblem. */
export function readAnswer(line: string): AdminAnswer {
  const value = parse(line)
  if (typeof value === 'object' && value !== null && 'problem' in value && typeof value.problem === 'string') return { problem: value.problem }
  if (typeof value === 'object' && value !== null && 'result' in value) return { result: value.result }
  throw new AdminWireProblem('That is no answer')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new AdminWireProblem('That is no JSON', { cause })
  }
}
