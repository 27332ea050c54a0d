import { htmlQuery, partParams } from '#lib/api/mail-shapes.ts'
import { messageHtml } from '#lib/gateway/message-html.ts'
import { frameHeaders } from '#lib/http/content/frame-headers.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { isImposed } from '#lib/mail/preferences/effective.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { lookFor } from '#lib/http/themes/themes-of.ts'
import { documentNotices } from '#lib/http/reading/document-notices.ts'
import { laterHtml } from '#lib/http/reading/later-html.ts'
import { accountRoute } from '#lib/http/route.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { contentUrl, currentSite, htmlSanitizer, tickets } from '#lib/http/wiring.ts'

/** The document of the sandboxed frame. */
export const GET = accountRoute({ params: partParams, query: htmlQuery }, signedIn, async ({ request, url, session, connections, params, query, words }) => {
  const { values, effective } = await preferences(session)
  if (values['reading.format'] === 'text' && isImposed(effective['reading.format'])) throw new GatewayError('preference-locked', 'reading.format')
  const base = contentUrl(request)
  const document = await messageHtml(connections, {
    ...params,
    // Whoever wants none, or may have none, is not talked into them by an address.
    remoteContent: query.images && values['reading.remote_content'] !== 'never',
    charset: query.charset,
    scheme: (query.paper ?? values['reading.colors']) === 'original' ? 'light' : ((await lookFor(session)).scheme ?? 'auto'),
    notices: documentNotices(await words()),
    sanitize: htmlSanitizer(),
    patience: query.wait ? undefined : laterHtml(url, await words()),
    contentUrl: base,
    admit: (ticket, content) => tickets().admit(ticket, session, content),
  })
  return new Response(document, { headers: frameHeaders(base, (await currentSite(session)).security.frameAncestors) })
})
