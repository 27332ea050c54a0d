const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

/** True for a listening address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** `http://127.0.0.1:3000` of where we listen. */
export function listeningOrigin(scheme: 'http' | 'https', host: string, port: number): string {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const isDefaultPort = port === (scheme === 'http' ? 80 : 443)
  return `${scheme}://${name}${isDefaultPort ? '' : `:${port}`}`
}

/**
 * False for a Host that cannot mean us: on a loopback listener without a public origin only this machine's own names and
 * those of its sites do, so that a stranger's name which was made to resolve to 127.0.0.1 (DNS rebinding) reaches nothing.
 */
export function isOurHost(hostHeader: string | undefined, situation: { readonly loopbackOnly: boolean; readonly publicOrigin?: string | undefined; readonly behindProxy: boolean; readonly siteHosts?: readonly string[] }): boolean {
  if (!situation.loopbackOnly || situation.behindProxy) return true
  const name = (hostHeader ?? '').toLowerCase().replace(/:\d+$/, '')
  if (LOOPBACK_NAMES.includes(name) || situation.siteHosts?.includes(name.replace(/^\[(.*)\]$/, '$1'))) return true
  return situation.publicOrigin !== undefined && new URL(situation.publicOrigin).hostname === name
}
