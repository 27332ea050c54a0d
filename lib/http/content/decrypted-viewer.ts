import { createHash } from 'node:crypto'
import { frameOfOursHeaders } from './viewer-headers.ts'

/**
 * Each document that the page hands over becomes a frame of its own, which runs nothing: it has no scripts, no origin, no way up, and the policy of this document. What one says
 * never stands beside what another says.
 */
const SCRIPT =
  "const{port1,port2}=new MessageChannel();port1.onmessage=({data:{title,language,documents}})=>{port1.close();document.documentElement.lang=language;" +
  "const policy=self.trustedTypes&&trustedTypes.createPolicy('viewer',{createHTML:(html)=>html});" +
  "for(const html of documents){const frame=document.createElement('iframe');frame.setAttribute('sandbox','allow-popups allow-popups-to-escape-sandbox');frame.referrerPolicy='no-referrer';" +
  'frame.title=title;frame.srcdoc=policy?policy.createHTML(html):html;document.body.append(frame)}};' +
  "parent.postMessage('ready','*',[port2])"

const STYLE = 'html,body{block-size:100%;margin:0}iframe{border:0;block-size:100%;display:block;inline-size:100%}body:has(iframe+iframe) iframe{block-size:80%}'

/** The document that shows what was decrypted in the browser: nothing of anybody's mail is in it, and none of it ever comes from the server. */
export const DECRYPTED_VIEWER =
  '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light"><title>HTML</title>' +
  `<style>${STYLE}</style></head><body><script>${SCRIPT}</script></body></html>`

const SCRIPT_SOURCE = `'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`

/**
 * Its headers. That one script runs; nothing is loaded from anywhere, the server that it came from included, and its frames, whose documents have this policy, can be
 * led nowhere. Links open a new page, as in every message.
 */
export function decryptedViewerHeaders(frameAncestors: readonly string[]): Headers {
  const policy = `sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; default-src 'none'; script-src ${SCRIPT_SOURCE}; style-src 'unsafe-inline'; img-src data:`
  return frameOfOursHeaders(policy, frameAncestors)
}
