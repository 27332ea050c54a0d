/**
 * The page shown where Postern itself failed and the framework would send an empty one. It needs neither scripts nor
 * styles, so it stands whatever is broken.
 */
export function brokenPage(requestId: string, home: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Something went wrong - Postern</title></head>
<body><main><h1>Something went wrong</h1>
<p>This page could not be made. The fault is ours, your mail is untouched. Try again in a moment.</p>
<p>If it happens again, tell your administrator this number: <code>${requestId}</code></p>
<p><a href="${home}">Back to the mailboxes</a></p></main></body></html>
`
}
