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
    if (final === 500 && rules.wantsDocument) replaceBody(response, brokenPage(rules.requestId, rules.home))
    return (writeHead as (...all: unknown[]) => ServerResponse)(final, ...rest)
  }
  response.writeHead = patched as typeof response.writeHead
}

/** Sends `body` and swallows whatever is written after it. */
function replaceBody(response: ServerResponse, body: string): void {
  for (const name of ['content-encoding', 'transfer-encoding', 'etag', 'vary']) response.removeHeader(name)
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-length', Buffer.byteLength(body))
  response.setHeader('cache-control', 'no-store')
  const write = response.write.bind(response)
  const end = response.end.bind(response)
  let sent = false
  const sendOnce = (): void => {
    if (sent) return
    sent = true
    write(body)
  }
  const lastArgument = (all: unknown[]): (() => void) | undefined => all.findLast((argument) => typeof argument === 'function') as (() => void) | undefined
  response.write = ((...all: unknown[]) => {
    sendOnce()
    lastArgument(all)?.()
    return true
  }) as typeof response.write
  response.end = ((...all: unknown[]) => {
    sendOnce()
    return end(lastArgument(all))
  }) as typeof response.end
}
