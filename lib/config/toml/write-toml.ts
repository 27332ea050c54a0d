import { stringify } from 'smol-toml'

/** One value as it stands behind `=` in TOML 1.0. */
export function writeTomlValue(value: unknown): string {
  return stringify({ value }).replace(/^value = /, '').trimEnd()
}
