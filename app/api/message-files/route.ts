import { openMessageFile, type OpenedFile } from '#lib/gateway/sharing/open-message-file.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { readUpload } from '#lib/http/writing/read-upload.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** Opens a message in a file on the page of an attached message. */
export const POST = accountRoute({ formPage: () => appUrls().messageFile() }, signedIn, async ({ request, session, checkToken, wants }) => {
  const writer = await writerOf(session)
  const opened: OpenedFile[] = []
  const { fields, failure } = await readUpload(request, { fieldOctets: 4096, fields: 10, files: 1 }, async (file, before) => {
    checkToken(before.token?.[0])
    opened.push(await openMessageFile(writer, file))
  })
  checkToken(fields.token?.[0])
  if (failure !== undefined) throw failure
  const [one] = opened
  if (!one) throw new GatewayError('invalid', 'no file', { refusal: { name: 'file-no-message' } })
  const location = appUrls().messagePart(one.draft, one.section)
  return wants === 'json' ? json({ location }, 201) : seeOther(location)
})
