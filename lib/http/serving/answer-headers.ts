import type { ServerResponse } from 'node:http'
import type { PageAnswer } from '../page-status.ts'
import { brokenPage } from './broken-page.ts'

export interface AnswerRules {
  /** Set where the route did not say its own, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly page: PageAnswer
  readonly requestId: string
  /** Where the broken page leads back to. */
  readonly home: string
  /** A person's browser asked for a document, so a failure has to be one. */
  readonly wantsDocument: boolean
}

/**
 * Finishes every answer at the moment its head is written: default headers, the page's own status, and a readable
 * page in place of an empty 500. Must be applied before the framework wraps the response.
 */
export function finishAnswer(response: ServerResponse, rules: AnswerRules): void {
  const writeHead = response.writeHead.bind(response)
  const patched = (status: number, ...rest: unknown[]): ServerResponse => {
    const final = status === 200 ? (rules.page.status ?? 200) : status
    for (const [name, value] of Object.entries(rules.headers)) if (!response.hasHeader(name)) response.setHeader(name, value)
    if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store')
    return (writeHead as (...all: unknown[]) => ServerResponse)(final, ...rest)
  }
  response.writeHead = patched as typeof response.writeHead
  if (rules.wantsDocument) replaceBroken(response, brokenPage(rules.requestId, rules.home))
}

/** Where the answer turns out to be a 500, `body` is sent once and whatever was to be written is swallowed. */
function replaceBroken(response: ServerResponse, body: string): void {
  const { write, end } = response
  const writeHead = response.writeHead.bind(response)
  let replaced = false
  const replace = (): void => {
    replaced = true
    for (const name of ['content-encoding', 'transfer-encoding', 'etag', 'vary']) response.removeHeader(name)
    writeHead(500, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' })
    end.call(response, body, 'utf8')
  }
  const isBroken = (): boolean => replaced || (!response.headersSent && response.statusCode === 500)
  const done = (all: unknown[]): void => (all.findLast((argument) => typeof argument === 'function') as (() => void) | undefined)?.()
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    if (status === 500 && !replaced) replace()
    return replaced ? response : (writeHead as (...all: unknown[]) => ServerResponse)(status, ...rest)
  }) as typeof response.writeHead
  const guard = <Result>(original: (...all: never[]) => Result, swallowed: Result) => (...all: unknown[]): Result => {
    if (!isBroken()) return (original as (...all: unknown[]) => Result).apply(response, all)
    if (!replaced) replace()
    done(all)
    return swallowed
  }
  response.write = guard(write, true) as typeof response.write
  response.end = guard(end, response) as typeof response.end
}
