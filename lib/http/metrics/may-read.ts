import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { MetricsConfig } from '#lib/config/config.ts'
import { isOfNetworks } from '../request/remote-address.ts'

export interface Reader {
  /** The client's own address. */
  readonly remote: string
  /** The header of that name. */
  readonly authorization: string | undefined
}

/**
 * Whether somebody may read the numbers: `off` for nobody, `elsewhere` from an address that may not ask, `unproven` without the
 * right token (RFC 6750). Where both are configured both are needed. A file with the token is read each time, so that a new one
 * counts at once; while it cannot be read nobody is admitted.
 */
export async function mayRead({ token, tokenFile, networks }: MetricsConfig, { remote, authorization }: Reader): Promise<'yes' | 'off' | 'elsewhere' | 'unproven'> {
  const needsToken = token !== undefined || tokenFile !== undefined
  if (!needsToken && networks.length === 0) return 'off'
  if (networks.length > 0 && !isOfNetworks(remote, networks)) return 'elsewhere'
  if (!needsToken) return 'yes'
  const said = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  if (said === undefined) return 'unproven'
  const wanted = [token, tokenFile === undefined ? undefined : await tokenIn(tokenFile)]
  return wanted.some((each) => each !== undefined && isSame(each, said)) ? 'yes' : 'unproven'
}

/** The first line; undefined where there is none. */
async function tokenIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n', 1)[0]?.trim() || undefined
}

function isSame(one: string, other: string): boolean {
  const [hashed, otherHashed] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return hashed !== undefined && otherHashed !== undefined && timingSafeEqual(hashed, otherHashed)
}
