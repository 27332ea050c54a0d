import { Readable } from 'node:stream'
import { traceActForm, traceParams, traceQuery } from '#lib/api/admin/trace-shapes.ts'
import { adminRoute } from '#lib/http/admin/administrator.ts'
import { traceStore, tracesSeenBy } from '#lib/http/admin/traces.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { noSuchRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'

export const GET = adminRoute({ params: traceParams, query: traceQuery }, async ({ request, params, query: { side }, log, session }, administrator) => {
  const trace = (await tracesSeenBy(administrator)).find(({ id }) => id === params.trace)
  if (!trace || trace.octets[side] === 0) return noSuchRoute()
  auditAct({ request, log }, session, 'trace-read', { person: trace.user, trace: trace.id })
  // A trace that runs grows meanwhile: its length is not said.
  return new Response(Readable.toWeb(traceStore().read(trace.id, side)) as ReadableStream, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Disposition': `attachment; filename="trace-${trace.id}-${side}.txt"`, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  })
})

export const POST = adminRoute({ params: traceParams, body: traceActForm, formPage: () => appUrls().admin('traces') }, async ({ request, params, body: { act }, wants, words, log, session }, administrator) => {
  const trace = (await tracesSeenBy(administrator)).find(({ id }) => id === params.trace)
  if (!trace) return wants === 'json' ? noSuchRoute() : seeOther(appUrls().admin('traces'), (await words()).traces.gone)
  const what = { person: trace.user, trace: trace.id }
  if (act === 'end') {
    await traceStore().end(trace.id)
    auditAct({ request, log }, session, 'trace-ended', what)
  } else {
    await traceStore().remove(trace.id)
    auditAct({ request, log }, session, 'trace-removed', what)
  }
  return wants === 'json' ? json({ id: trace.id }) : seeOther(appUrls().admin('traces'), (await words()).traces[act === 'end' ? 'ended' : 'removed']({ user: trace.user }))
})
