import type { KeysOfVersion } from './key-history.ts'

/** What somebody's file may say now. */
export interface KnownNow {
  /** `1.4`, without the patch. */
  readonly version: string
  readonly keys: readonly string[]
  readonly deprecated: readonly { readonly name: string; readonly since: string; readonly removedIn: string }[]
}

/** In which ways the promise is broken that a key stands deprecated for a minor version before it goes; none where it is kept. */
export function brokenPromises(history: Readonly<Record<string, KeysOfVersion>>, now: KnownNow): string[] {
  const known = new Set([...now.keys, ...now.deprecated.map(({ name }) => name)])
  const earlier = Object.entries(history).filter(([version]) => isBefore(version, now.version))
  const gone = [...new Set(Object.values(history).flatMap(({ keys, deprecated }) => [...keys, ...deprecated]))].filter((name) => !known.has(name))
  return [
    ...gone.filter((name) => !earlier.some(([, { deprecated }]) => deprecated.includes(name))).map((name) => `${name} is gone, and no earlier version said that it would go`),
    ...now.deprecated.filter(({ since, removedIn }) => !isBefore(since, removedIn)).map(({ name }) => `${name} would go in the version that deprecates it`),
    ...now.deprecated.filter(({ removedIn }) => !isBefore(now.version, removedIn)).map(({ name, removedIn }) => `${name} was to go with ${removedIn}`),
    ...now.deprecated.filter(({ name }) => now.keys.includes(name)).map(({ name }) => `${name} is a key and an old name`),
  ]
}

function isBefore(one: string, other: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}
