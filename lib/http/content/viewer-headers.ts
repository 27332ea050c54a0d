/** The document that draws PDFs: two files of ours and nothing of anybody's mail. */
export const VIEWER_DOCUMENT =
  '<!doctype html><html lang="en" data-scheme="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>PDF</title>' +
  '<link rel="stylesheet" href="viewer.css"><script type="module" src="viewer.js"></script></head><body><main id="pages"></main></body></html>'

/**
 * The headers of that document. Its scripts run, but its origin is opaque and its policy its own: it sends no cookie, reaches no page of ours, and asks for nothing
 * but the files under `filesUrl`, which are the same for everybody; a thread runs only a file that it made itself, and that file may import nothing else either.
 * Whatever a PDF brings the library to do ends here. It hears of the PDF from the page around it alone.
 */
export function viewerHeaders(filesUrl: string, frameAncestors: readonly string[]): Headers {
  return frameOfOursHeaders(
    `sandbox allow-scripts; default-src 'none'; script-src ${filesUrl}; worker-src blob:; style-src ${filesUrl}; connect-src ${filesUrl}; font-src ${filesUrl}; img-src blob: data:`,
    frameAncestors,
  )
}

/** The headers of a document of ours that runs a script in a frame, the same for everybody: `policy` says what it may load, and nothing else leads out of it. */
export function frameOfOursHeaders(policy: string, frameAncestors: readonly string[]): Headers {
  return new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      `${policy}; form-action 'none'; base-uri 'none'; frame-ancestors ${["'self'", ...frameAncestors].join(' ')}; require-trusted-types-for 'script'; trusted-types viewer`,
    'X-Content-Type-Options': 'nosniff',
    ...(frameAncestors.length === 0 ? { 'X-Frame-Options': 'SAMEORIGIN' } : {}),
    'X-DNS-Prefetch-Control': 'off',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, no-cache',
  })
}

/** The headers of a file that it loads: nobody's origin is another one than ours, so the file is for everybody. Under the current version browsers keep it. */
export function viewerFileHeaders(mediaType: string, isCurrent: boolean): Headers {
  return new Headers({
    'Content-Type': mediaType,
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
}
