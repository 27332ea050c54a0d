import { downloadQuery, filing, partParams } from '#lib/api/mail-shapes.ts'
import { deliverPart } from '#lib/gateway/deliver-part.ts'
import { fileMessage } from '#lib/gateway/parts/file-message.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { partHeaders } from '#lib/http/content/part-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

export const GET = accountRoute({ params: partParams, query: downloadQuery }, signedIn, async ({ connections, params, query }) => {
  const { content, ...delivery } = await deliverPart(connections, { ...params, charset: query.charset }, query.download ? 'attachment' : 'inline')
  return new Response(content, { headers: partHeaders(delivery) })
})

/** Keeps an attached message in a mailbox. */
export const POST = accountRoute({ params: partParams, body: filing }, signedIn, async ({ connections, params, body: { target }, wants, returnPath, words }) => {
  if (target === undefined) throw new GatewayError('invalid', 'target', { refusal: { name: 'no-target' } })
  const ref = await fileMessage(connections, { ...params, target })
  if (wants === 'json') return json({ target, ...(ref ? { id: writeMessageId(ref) } : {}) })
  return seeOther(returnPath ?? appUrls().attachments(params.ref), (await words()).parts.kept({ target }))
})
