import type { Shape } from '#lib/api/shape.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Log } from '#lib/log/log.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

/** What a route takes from outside; a shape that is left out is not read. */
export interface RouteShapes<P, Q, B> {
  /** The segments of the path in brackets. */
  readonly params?: Shape<P>
  /** The query, a name that came once as a string, one that came often as a list. */
  readonly query?: Shape<Q>
  /** A urlencoded form's fields (as the query), or a JSON value. Left out, the handler may read the body as a stream. */
  readonly body?: Shape<B>
  /** Octets; 1 MiB unless said. */
  readonly bodyLimit?: number
  /**
   * The device itself may post here (a Web Share Target): browsers then say `Sec-Fetch-Site: none`, which no page can make them
   * say, and send no token. Only for what begins something that its person has to finish.
   */
  readonly handedOver?: true
  /** False for somebody for whom there is no such route. */
  readonly admits?: (session: SignedIn) => boolean
  /** Where a form that failed goes when it names no `return`; home unless said. */
  readonly formPage?: () => string
}

/** One request, checked and parsed. */
export interface PublicCall<P, Q, B> {
  readonly request: Request
  readonly url: URL
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly log: Log
  readonly requestId: string
  /** A page's form or link wants 303 or a document; a script wants JSON. */
  readonly wants: 'page' | 'json'
  /** Where a form wants to come back to: its `return` field, when that is a path of ours. */
  readonly returnPath: string | undefined
  readonly signal: AbortSignal
  /** In the language of whoever asks. */
  words(): Promise<PageWords>
  /**
   * For a route that reads the body itself: to be called with the form's token before anything is done. Throws GatewayError
   * 'forbidden-origin' when the browser did not say where the request comes from and the token does not either.
   */
  checkToken(token: string | undefined): void
}

export interface Call<P, Q, B> extends PublicCall<P, Q, B> {
  readonly session: SignedIn
  readonly connections: AccountConnections
}

/** The routes' view of who is signed in; `entrance.ts` has the one for the site. */
export interface Entrance {
  /** Throws GatewayError 'not-signed-in'. */
  signIn(request: Request): Promise<{ readonly session: SignedIn; readonly connections: AccountConnections }>
  /** The secret of form tokens before anybody is signed in. */
  visitSecret(request: Request): string
  /** In the language of whoever sent the request. */
  words(request: Request): Promise<PageWords>
  readonly origins: () => readonly string[]
  readonly log: () => Log
  /** The sign-in page that comes back to that path. */
  signInPath(next: string | undefined, failedForm?: string): string
  /** Where a form without a usable `return` goes. */
  readonly home: () => string
}

/** A handler as the framework calls it. */
export type RouteHandler = (request: Request, context: { readonly params: Promise<Record<string, string | string[]>> }) => Promise<Response>
