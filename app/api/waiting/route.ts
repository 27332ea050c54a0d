import { noSuchRoute } from '#lib/http/route.ts'
import { isInsideCall } from '#lib/http/serving/inside-call.ts'
import { openWhatWaits } from '#lib/http/writing/what-waits.ts'

/** Asked by our own server alone, once, when it starts; to everybody else there is no such thing. */
export async function GET(): Promise<Response> {
  if (!isInsideCall()) return noSuchRoute()
  await openWhatWaits()
  return new Response(null, { status: 204 })
}
