import { openSync, closeSync, fstatSync, readFileSync, realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import { KEYS, type Key, type KeyName } from './keys.ts'

/** More than any secret has; a file that is larger is another one. */
const MOST_OCTETS = 64 * 1024
/** Where container engines put secrets: readable to everybody there, and to nobody outside. */
const OF_CONTAINERS = '/run/secrets'

/** A secret that stands in a file of its own, and who named the file: a variable, or the service manager's directory of credentials. */
export interface SecretFile {
  readonly text?: string
  readonly place: string
  /** Why it cannot be used. */
  readonly problem?: ConfigMistake['reason']
}

type Environment = Readonly<Record<string, string | undefined>>

const VARIABLES = new Set<string>(Object.values(KEYS).map(({ env }) => env))

/** The variable that names a file with that key's value; undefined for what is no secret, and where the name is a key's own. */
export function fileVariableOf(name: KeyName): string | undefined {
  const { env, secret }: Key = KEYS[name]
  return secret === true && !VARIABLES.has(`${env}_FILE`) ? `${env}_FILE` : undefined
}

/** The secret that a file holds for that key, as `VARIABLE_FILE` or a credential named like the key says; undefined where neither is there. */
export function readSecretOf(name: KeyName, env: Environment, directory: string): SecretFile | undefined {
  const { secret }: Key = KEYS[name]
  if (secret !== true) return undefined
  const variable = fileVariableOf(name)
  const named = variable === undefined ? undefined : env[variable]
  if (variable !== undefined && named !== undefined && named !== '') return read(name, resolve(directory, named), { place: variable, env })
  const credentials = env.CREDENTIALS_DIRECTORY
  if (credentials === undefined || credentials === '') return undefined
  const found = read(name, resolve(credentials, name), { place: `$CREDENTIALS_DIRECTORY/${name}`, env })
  // Not every secret has to be a credential.
  return found.problem?.code === 'file-unreadable' ? undefined : found
}

function read(key: KeyName, file: string, { place, env }: { readonly place: string; readonly env: Environment }): SecretFile {
  try {
    if (isOpenToOthers(file, env)) return { place, problem: { code: 'file-open-to-others', key, file } }
    const text = firstLine(file)
    return text === '' ? { place, problem: { code: 'file-empty', key, file } } : { place, text }
  } catch {
    return { place, problem: { code: 'file-unreadable', key, file } }
  }
}

/** The first line of a file. Throws what the system says. */
function firstLine(file: string): string {
  const open = openSync(file, 'r')
  try {
    const { size } = fstatSync(open)
    return size > MOST_OCTETS ? '' : (readFileSync(open, 'utf8').split(/\r?\n/, 1)[0] ?? '')
  } finally {
    closeSync(open)
  }
}

/**
 * Whether everybody on the machine may read or change a file that holds a secret. What a service manager or a container engine has put there for
 * this process alone may have any mode: nobody else comes to its directory. Windows has no such modes.
 */
export function isOpenToOthers(file: string, env: Environment = {}): boolean {
  if (process.platform === 'win32') return false
  const path = realpathSync(file)
  const sheltered = [OF_CONTAINERS, env.CREDENTIALS_DIRECTORY].flatMap((each) => (each === undefined || each === '' ? [] : [real(each) + sep]))
  if (sheltered.some((each) => path.startsWith(each))) return false
  const open = openSync(path, 'r')
  try {
    return (fstatSync(open).mode & 0o006) !== 0
  } finally {
    closeSync(open)
  }
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path // not there: nothing is below it
  }
}
