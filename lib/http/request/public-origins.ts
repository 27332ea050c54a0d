import type { Config } from '#lib/config/config.ts'

const LOOPBACK = /^(127\.[0-9.]+|::1|localhost)$/

/**
 * The origins that are ours: the configured one, or on loopback every way to write it, and the hosts of sites in the same way.
 * `port` is the one really bound.
 */
export function publicOrigins(config: Pick<Config, 'http' | 'tls'> & Partial<Pick<Config, 'sites'>>, port: number = config.http.port, httpsPort: number = config.http.httpsPort): readonly string[] {
  const ofSites = (config.sites ?? []).flatMap(({ hosts }) => hosts).map((host) => (host.includes(':') ? `[${host}]` : host))
  if (config.http.publicOrigin !== undefined) {
    const { protocol, origin, port: publicPort } = new URL(config.http.publicOrigin)
    return distinct([origin, ...ofSites.map((host) => new URL(`${protocol}//${host}${publicPort === '' ? '' : `:${publicPort}`}`).origin)])
  }
  if (!LOOPBACK.test(config.http.host)) return []
  const hosts = distinct(['127.0.0.1', 'localhost', '[::1]', ...ofSites])
  const plain = hosts.map((host) => new URL(`http://${host}:${port}`).origin)
  return hasTls(config) ? [...plain, ...hosts.map((host) => new URL(`https://${host}:${httpsPort}`).origin)] : plain
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

/** True when cookies are Secure: where people reach us by https. */
export function isSecure(config: Pick<Config, 'http' | 'tls'>): boolean {
  return config.http.publicOrigin === undefined ? hasTls(config) : config.http.publicOrigin.startsWith('https:')
}

/** True when nobody from elsewhere can reach us. */
export function isOnLoopback({ http }: Pick<Config, 'http'>): boolean {
  return LOOPBACK.test(http.host) && !http.behindProxy && http.publicOrigin === undefined
}

function hasTls({ tls }: Pick<Config, 'tls'>): boolean {
  return tls.certificate !== undefined && tls.key !== undefined
}
