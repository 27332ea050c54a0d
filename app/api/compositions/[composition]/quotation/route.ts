import { compositionParams } from '#lib/api/writing/writing-shapes.ts'
import { quotationDocument, quotedMessage } from '#lib/gateway/writing/formatted/quotation-document.ts'
import { json } from '#lib/http/answers.ts'
import { frameHeaders } from '#lib/http/content/frame-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { documentNotices } from '#lib/http/reading/document-notices.ts'
import { accountRoute } from '#lib/http/route.ts'
import { lookFor } from '#lib/http/themes/themes-of.ts'
import { contentUrl, currentSite, tickets } from '#lib/http/wiring.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** The message that is quoted apart from what is typed: the document of its sandboxed frame; as data its HTML and its text, to go on writing in it. */
export const GET = accountRoute({ params: compositionParams }, signedIn, async ({ request, session, params, wants, words }) => {
  const writer = await writerOf(session)
  if (wants === 'json') return json(await quotedMessage(writer, params.composition))
  const base = contentUrl(request)
  const scheme = (await lookFor(session)).scheme ?? 'auto'
  const document = await quotationDocument(writer, params.composition, {
    scheme,
    notices: documentNotices(await words()),
    contentUrl: base,
    admit: (ticket, content) => tickets().admit(ticket, session, content),
  })
  return new Response(document, { headers: frameHeaders(base, (await currentSite(session)).security.frameAncestors) })
})
