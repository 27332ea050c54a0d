import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'

export const DEMO_DIRECTORY = 'demonstration'
/** Below which the demonstration's people stand. */
export const DEMO_BASE = 'dc=example,dc=test'

/** The directory of the demonstration, which listens on loopback only. */
export function demoDirectory(port: number): DirectorySettings {
  return {
    name: DEMO_DIRECTORY,
    title: 'Lanternport',
    base: DEMO_BASE,
    identity: { as: 'nobody' },
    attributes: USUAL_ATTRIBUTES,
    server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout: 2000 },
  }
}
