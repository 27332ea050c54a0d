import { GatewayError, isGatewayError, type FailureBody } from '#lib/mail/gateway-error.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { randomBytes } from 'node:crypto'
import { json, ownPath, seeOther, withQuery } from './answers.ts'
import type { Call, Entrance, PublicCall, RouteHandler, RouteShapes } from './call.ts'
import { rememberFailedForm, type FormFields } from './failed-forms.ts'
import { explainFailure } from './wording/failure-sentences.ts'
import { fieldsOf, looseFields, readBody, type PostedBody } from './request/request-body.ts'
import { isAborted } from './request/aborted.ts'
import { refuseBeyondSupport } from './request/support-reach.ts'
import { isFormToken, isHandedOver, judgeOrigin } from './request/same-origin.ts'

/*
 * The only place where a request becomes a call and a failure becomes a status. In this order: origin, session, path, query,
 * body with its token, the handler, the failure.
 */

/** A route for somebody who is signed in; for an administrator who reads their mail to help only where that is read. Answers are `private, no-store` unless the handler says otherwise. */
export function accountRoute<P = undefined, Q = undefined, B = undefined>(
  shapes: RouteShapes<P, Q, B>,
  entrance: Entrance,
  handle: (call: Call<P, Q, B>) => Promise<Response>,
): RouteHandler {
  return route(shapes, entrance, async (request, prepare) => {
    const { session, connections } = await entrance.signIn(request)
    refuseBeyondSupport(session, request)
    const read = prepare(session.id)
    if (shapes.admits?.(session) === false) return noSuchRoute()
    return handle({ ...(await read()), session, connections })
  })
}

/** What somebody gets for what is not theirs: as if it were not there. */
export function noSuchRoute(): Response {
  return new Response('There is nothing here.\n', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}

/** A route for everybody: signing in, and what must work after the session has ended. */
export function publicRoute<P = undefined, Q = undefined, B = undefined>(
  shapes: RouteShapes<P, Q, B>,
  entrance: Entrance,
  handle: (call: PublicCall<P, Q, B>) => Promise<Response>,
): RouteHandler {
  return route(shapes, entrance, async (request, prepare) => handle(await prepare(entrance.visitSecret(request))()))
}

export type { Call, PublicCall, RouteHandler, SignedIn, AccountConnections }

/** Throws for what is not ours before anything else is looked at; then the call can be read. */
type Prepare<P, Q, B> = (tokenSecret: string) => () => Promise<PublicCall<P, Q, B>>

/** What is known about a request while it runs, so that a failure can be told where it belongs. */
interface Progress {
  readonly requestId: string
  readonly wants: 'page' | 'json'
  readonly isUnsafe: boolean
  form: FormFields | undefined
}

function route<P, Q, B>(shapes: RouteShapes<P, Q, B>, entrance: Entrance, run: (request: Request, prepare: Prepare<P, Q, B>) => Promise<Response>): RouteHandler {
  return async (request, context) => {
    const progress: Progress = { requestId: request.headers.get('x-postern-request-id') ?? randomBytes(6).toString('hex'), wants: wants(request), isUnsafe: isUnsafe(request), form: undefined }
    try {
      if (!(shapes.handedOver === true && isHandedOver(request.headers))) refuseForeign(request, entrance)
      // Read before anybody is asked who they are: what was typed must survive an ended session.
      const posted = progress.isUnsafe && shapes.body ? await readBody(request, shapes.bodyLimit) : undefined
      if (posted?.kind === 'form') progress.form = posted.fields
      const response = await run(request, (secret) => prepare(shapes, entrance, { request, context, progress, posted, secret }))
      return finished(response, progress.requestId)
    } catch (error) {
      return finished(await failed(request, { entrance, progress, formPage: shapes.formPage ?? entrance.home }, error), progress.requestId)
    }
  }
}

interface Posted {
  readonly request: Request
  readonly context: { readonly params: Promise<Record<string, string | string[]>> }
  readonly progress: Progress
  readonly posted: PostedBody | undefined
  readonly secret: string
}

function prepare<P, Q, B>(shapes: RouteShapes<P, Q, B>, entrance: Entrance, { request, context, progress, posted, secret }: Posted): () => Promise<PublicCall<P, Q, B>> {
  const url = new URL(request.url)
  const checkToken = (token: string | undefined): void => {
    if (judgeOrigin(request.headers, entrance.origins()) === 'unsaid' && !isFormToken(token, secret)) throw new GatewayError('forbidden-origin', 'token')
  }
  if (posted?.kind === 'form') checkToken(posted.fields.token?.[0])
  if (posted?.kind === 'json' && request.headers.get('x-postern') === null) throw new GatewayError('forbidden-origin', 'X-Postern')
  const { requestId } = progress
  return async () => ({
    request,
    url,
    params: shapes.params ? shapes.params(await context.params) : (undefined as P),
    query: shapes.query ? shapes.query(looseFields(fieldsOf(url.searchParams))) : (undefined as Q),
    body: shapes.body ? shapes.body(posted?.kind === 'json' ? posted.value : looseFields(posted?.fields ?? {})) : (undefined as B),
    log: entrance.log().with({ requestId }),
    requestId,
    wants: progress.wants,
    returnPath: ownPath(posted?.kind === 'form' ? posted.fields.return?.[0] : undefined),
    signal: request.signal,
    words: () => entrance.words(request),
    checkToken,
  })
}

/** Anything but reading comes from our own pages, or says nothing about where it comes from and proves it otherwise. */
function refuseForeign(request: Request, entrance: Entrance): void {
  if (isUnsafe(request) && judgeOrigin(request.headers, entrance.origins()) === 'foreign') throw new GatewayError('forbidden-origin', 'origin')
}

interface Failing {
  readonly entrance: Entrance
  readonly progress: Progress
  readonly formPage: () => string
}

async function failed(request: Request, { entrance, progress, formPage }: Failing, error: unknown): Promise<Response> {
  const { requestId, form } = progress
  if (isAborted(error)) return new Response(null, { status: 499 })
  const explanation = explainFailure(await entrance.words(request), error)
  // Whoever guards the door by the log knows a guesser by the address; of others none is kept.
  const remote = explanation.failure === 'sign-in-refused' ? { remote: request.headers.get('x-postern-remote-address') ?? undefined } : {}
  const log = entrance.log().with({ requestId, method: request.method, failure: explanation.failure, ...remote })
  if (isGatewayError(error)) log.info('request failed', { detail: error.detail })
  else log.error('request failed', error)
  if (progress.wants === 'json') {
    const body: FailureBody = { failure: explanation.failure, sentence: `${explanation.sentence} ${explanation.hint}`, requestId }
    return json(body, explanation.status)
  }
  const returnPath = ownPath(form?.return?.[0])
  if (progress.isUnsafe && explanation.failure !== 'forbidden-origin') {
    const id = rememberFailedForm({ ...explanation, requestId, fields: form ?? {} })
    if (explanation.failure === 'not-signed-in') return seeOther(entrance.signInPath(returnPath, id))
    return seeOther(withQuery(returnPath ?? formPage(), 'failed', id))
  }
  if (!progress.isUnsafe && explanation.failure === 'not-signed-in') return seeOther(entrance.signInPath(undefined))
  return new Response(`${explanation.sentence}\n${explanation.hint}\n\n(${requestId})\n`, {
    status: explanation.status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  })
}

function finished(response: Response, requestId: string): Response {
  response.headers.set('X-Request-Id', requestId)
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store')
  return response
}

function wants(request: Request): 'page' | 'json' {
  if (request.headers.get('x-postern') !== null) return 'json'
  return (request.headers.get('accept') ?? '').split(',')[0]?.trim().startsWith('application/json') ? 'json' : 'page'
}

function isUnsafe(request: Request): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
}
