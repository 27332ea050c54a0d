import type { Urls } from '#lib/api/urls.ts'
import type { Words } from '#lib/i18n/words.ts'
import type { FailureBody } from '#lib/mail/gateway-error.ts'
import type { OpenCompositionItem } from '../composer/open-compositions.tsx'
import type { BegunComposition } from './composing/composition-desk.ts'
import type { MailClient, Moved } from './mail-client.ts'
import type { Saying } from '../mail-state/mail-state.ts'

/** What the gateway answered instead of what was asked for. */
class RefusedRequest extends Error {
  readonly body: FailureBody | undefined
  readonly status: number
  constructor(status: number, body: FailureBody | undefined) {
    super(`request refused with ${status}`)
    this.status = status
    this.body = body
  }
}

/** The gateway's own JSON interface, reached as a page of its origin reaches it. */
export function httpMailClient(urls: Urls): MailClient {
  return {
    mailboxes: (signal) => getJson(urls.api.mailboxes(), signal),
    index: (mailbox, query, signal) => getJson(urls.api.messages(mailbox, query), signal),
    message: (ref, query, opens) => getJson(withQuery(urls.api.message(ref), urls.mailbox(ref.mailbox, query), opens), undefined),
    async change(mailbox, change) {
      const { moved } = await askJson<{ moved?: Moved }>(urls.api.messages(mailbox), { method: 'POST', body: JSON.stringify(change), headers: { 'Content-Type': 'application/json' } })
      return moved
    },
  }
}

/** Begins a composition as its form would, and asks for what its form is made of. Rejects as the client of the screen does. */
export function beginComposition(urls: Urls, fields: readonly (readonly [string, string])[]): Promise<BegunComposition> {
  return askJson(urls.api.compositions(), { method: 'POST', body: new URLSearchParams(fields.map(([name, value]) => [name, value])) })
}

export function listOpenCompositions(urls: Urls): Promise<readonly OpenCompositionItem[]> {
  return getJson(urls.api.compositions(), undefined)
}

/** What to tell the person; 'sign-in' where the session has ended, undefined where they went elsewhere meanwhile. */
export function explainFailure(words: Words, error: unknown): Saying | 'sign-in' | undefined {
  if (error instanceof DOMException && error.name === 'AbortError') return undefined
  if (!(error instanceof RefusedRequest)) return { kind: 'problem', sentence: words.failures.offline }
  if (error.body?.failure === 'not-signed-in') return 'sign-in'
  return { kind: 'problem', sentence: error.body?.sentence ?? words.failures.broken }
}

function getJson<T>(url: string, signal: AbortSignal | undefined): Promise<T> {
  return askJson(url, signal ? { signal } : {})
}

async function askJson<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { ...init, cache: 'no-store', headers: { ...init.headers, Accept: 'application/json', 'X-Postern': '1' } })
  if (response.ok) return (response.status === 204 ? {} : await response.json()) as T
  const body = response.headers.get('Content-Type')?.startsWith('application/json') ? ((await response.json()) as FailureBody) : undefined
  throw new RefusedRequest(response.status, body)
}

/** The message's address with the query of the index that it is opened from, and whether it is opened whatever its size. */
function withQuery(url: string, indexUrl: string, opens: boolean): string {
  const query = [indexUrl.split('?', 2)[1] ?? '', opens ? 'open=1' : ''].filter((part) => part !== '').join('&')
  return query === '' ? url : `${url}?${query}`
}
