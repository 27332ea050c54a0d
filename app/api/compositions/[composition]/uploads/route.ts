import { compositionParams, newUpload } from '#lib/api/writing/writing-shapes.ts'
import { beginUpload } from '#lib/gateway/writing/attaching/resumable-upload.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { answerUpload } from '#lib/http/writing/upload-pieces.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** Announces a file that is then sent in pieces, or finds how far it had come. */
export const POST = accountRoute({ params: compositionParams, body: newUpload }, signedIn, async ({ session, params, body }) => {
  const writer = await writerOf(session)
  return answerUpload(writer, await beginUpload(writer, params.composition, body))
})
