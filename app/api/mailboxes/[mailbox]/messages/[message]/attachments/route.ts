import { attachmentRemoval, charsetQuery, messageParams } from '#lib/api/mail-shapes.ts'
import { removeAttachments } from '#lib/gateway/parts/remove-attachments.ts'
import { zipAttachments } from '#lib/gateway/parts/zip-attachments.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { describePart } from '#lib/http/wording/describe-part.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

/** All attachments in one archive. */
export const GET = accountRoute({ params: messageParams, query: charsetQuery }, signedIn, async ({ connections, params, query }) => {
  const content = await zipAttachments(connections, params, query.charset)
  return new Response(content, { headers: partHeaders({ disposition: 'attachment', mediaType: 'application/zip', name: `message-${params.uid}.zip` }) })
})

/** Takes some of them out of the message; answers where the message is then. */
export const POST = accountRoute({ params: messageParams, body: attachmentRemoval }, signedIn, async ({ connections, params, body, wants, words }) => {
  // A script that asks has asked the person itself.
  if (body.sections.length === 0 || (wants === 'page' && !body.isConfirmed)) throw new GatewayError('invalid', 'not confirmed', { refusal: { name: 'removal-not-confirmed' } })
  const ref = await removeAttachments(connections, { ref: params, sections: body.sections, describe: await describePart() })
  if (wants === 'json') return json({ id: writeMessageId(ref) })
  return seeOther(appUrls().message(ref), (await words()).parts.removed({ count: body.sections.length }))
})
