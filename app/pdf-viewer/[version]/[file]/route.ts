import { viewerFileParams } from '#lib/api/mail-shapes.ts'
import { viewerFile, viewerVersion } from '#lib/http/content/viewer-files.ts'
import { VIEWER_DOCUMENT, viewerFileHeaders, viewerHeaders } from '#lib/http/content/viewer-headers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { noSuchRoute, publicRoute } from '#lib/http/route.ts'
import { currentSite, requestOrigin, rootUrls } from '#lib/http/wiring.ts'

/** What draws PDFs: the document of its frame, and the files that this loads. The same for everybody. */
export const GET = publicRoute({ params: viewerFileParams }, signedIn, async ({ request, params: { version, file } }) => {
  if (file === 'viewer.html') {
    const filesUrl = requestOrigin(request) + rootUrls().pdfViewer(version, '')
    return new Response(VIEWER_DOCUMENT, { headers: viewerHeaders(filesUrl, (await currentSite()).security.frameAncestors) })
  }
  const found = await viewerFile(file)
  return found ? new Response(found.content, { headers: viewerFileHeaders(found.mediaType, version === (await viewerVersion())) }) : noSuchRoute()
})
