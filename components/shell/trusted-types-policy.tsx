/**
 * The first script of every page: the default policy that Trusted Types ask when a string is about to become markup or
 * a script's address. It lets pass what the framework itself needs and nothing else: the literal `<script></script>`
 * by which React makes a script element, scripts of our own build, and our own service worker, by its exact address.
 */
const policy = (worker: string | undefined): string => `(function(){
var w=${JSON.stringify(worker ?? '')},t=window.trustedTypes;if(!t||!t.createPolicy)return;
t.createPolicy('default',{
createHTML:function(s){if(s==='<script></script>')return s;throw new TypeError('Markup from a string')},
createScriptURL:function(s){if(w&&s===w)return s;var u=new URL(s,location.href);if(u.origin===location.origin&&/\\/_next\\/static\\//.test(u.pathname)&&!/\\/\\.\\.?\\//.test(u.pathname))return s;throw new TypeError('Script from elsewhere')}
})})()`

export function TrustedTypesPolicy({ nonce, worker }: { nonce: string; worker: string | undefined }) {
  return <script nonce={nonce} suppressHydrationWarning>{policy(worker)}</script>
}
