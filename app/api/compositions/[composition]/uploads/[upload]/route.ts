import { uploadParams } from '#lib/api/writing/writing-shapes.ts'
import { cancelUpload, receivePiece, uploadProgress } from '#lib/gateway/writing/attaching/resumable-upload.ts'
import { noContent } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { accountRoute } from '#lib/http/route.ts'
import { answerUpload, readPiece } from '#lib/http/writing/upload-pieces.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** How much of the file is here. */
export const GET = accountRoute({ params: uploadParams }, signedIn, async ({ session, params }) => {
  const writer = await writerOf(session)
  return answerUpload(writer, await uploadProgress(writer, params.composition, params.upload))
})

/** The next piece of the file: octets, with `Upload-Offset` and `Upload-Checksum: sha256 …` as in tus 1.0; `Upload-Cancel` gives the upload up. */
export const POST = accountRoute({ params: uploadParams }, signedIn, async ({ session, params, request }) => {
  const piece = readPiece(request)
  const writer = await writerOf(session)
  if (piece === 'cancel') {
    await cancelUpload(writer, params.composition, params.upload)
    return noContent()
  }
  return answerUpload(writer, await receivePiece(writer, params.composition, params.upload, piece))
})
