import { stringify } from 'smol-toml'

/** One value as it stands behind `=` in TOML 1.0, on one line; tables are written inline. */
export function writeTomlValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(writeTomlValue).join(', ')} ]`
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return `{ ${Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)} = ${writeTomlValue(inner)}`).join(', ')} }`
  }
  return stringify({ value }).replace(/^value = /, '').trimEnd()
}
