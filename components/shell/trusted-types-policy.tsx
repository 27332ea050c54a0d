'use client'

/**
 * The first script of every page: the default policy that Trusted Types ask when a string is about to become markup or
 * a script's address. It lets pass what the framework itself needs and nothing else: the literal `<script></script>`
 * by which React makes a script element, an empty script, scripts of our own build, and our own service worker, by its exact address.
 * Other markup becomes nothing, with a line on the console: an error thrown in the middle of drawing a page would leave it empty.
 */
const policy = (worker: string | undefined): string => `(function(){
var w=${JSON.stringify(worker ?? '').replaceAll('<', String.raw`\u003c`)},t=window.trustedTypes;if(!t||!t.createPolicy)return;
t.createPolicy('default',{
createHTML:function(s){if(s==='<script></script>')return s;if(s!=='')console.error('Markup from a string');return ''},
createScript:function(s){if(s==='')return s;throw new TypeError('Script from a string')},
createScriptURL:function(s){if(w&&s===w)return s;var u=new URL(s,location.href);if(u.origin===location.origin&&/\\/_next\\/static\\//.test(u.pathname)&&!/\\/\\.\\.?\\//.test(u.pathname))return s;throw new TypeError('Script from elsewhere')}
})})()`

/** It has run once the page is there: a script that makes the page anew writes none, which Trusted Types would refuse. */
export function TrustedTypesPolicy({ nonce, worker }: { nonce: string; worker: string | undefined }) {
  return <script nonce={nonce} suppressHydrationWarning>{typeof window === 'undefined' ? policy(worker) : ''}</script>
}
