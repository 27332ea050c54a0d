import { INNER, PURE, ROOMS, TESTING_USERS } from '../structure-rules.ts'
import type { Finding, Import, SourceFile } from './source-files.ts'

/** Who imports whom, against the table: rooms, the inside of a room, lib/testing, and rooms without I/O. */
export function checkRooms(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path)
    if (room === undefined) return file.path.includes('/') ? [{ path: file.path, problem: 'is in no room of lib/cli/structure-rules.ts' }] : []
    return file.imports.flatMap((each) => [...importProblems(file, room, each)].map((problem) => ({ path: file.path, line: each.line, problem })))
  })
}

function* importProblems(file: SourceFile, room: string, { specifier, target }: Import): Generator<string> {
  if (target === undefined) {
    if (isUnder(file.path, PURE) && !file.isTest && specifier.startsWith('node:')) yield `${room} runs anywhere, and imports ${specifier}`
    return
  }
  if (isUnder(target, ['lib/testing'])) {
    if (!file.isTest && !isUnder(file.path, TESTING_USERS)) yield 'only tests may import lib/testing'
    return
  }
  if (target === 'package.json') return
  const other = roomOf(target)
  if (other === undefined) yield `${target} is in no room`
  else if (other === room) yield* innerProblems(file, room, target)
  else if (!mayImport(room, target)) yield `${room} may not import ${other}`
  else if (!file.isTest && !innerMayLeave(file.path, room, target)) yield `${partOf(file.path, room)} of ${room} may not import ${other}`
}

/** The longest folder of the table that holds the path. */
function roomOf(path: string): string | undefined {
  return Object.keys(ROOMS)
    .filter((room) => isUnder(path, [room]))
    .sort((one, other) => other.length - one.length)[0]
}

function mayImport(room: string, target: string): boolean {
  const allowed = ROOMS[room] ?? []
  return allowed.includes('*') || isUnder(target, allowed)
}

function* innerProblems(file: SourceFile, room: string, target: string): Generator<string> {
  const table = INNER[room]
  if (table === undefined || file.isTest) return
  const [from, to] = [partOf(file.path, room), partOf(target, room)]
  if (from === to) return
  const row = table[from]
  if (row === undefined || table[to] === undefined) yield `${row === undefined ? from : to} has no row in the inner table of ${room}`
  else if (!row.inside.includes(to)) yield `inside ${room}, ${from} may not import ${to}`
}

function innerMayLeave(path: string, room: string, target: string): boolean {
  const outside = INNER[room]?.[partOf(path, room)]?.outside
  return outside === undefined || isUnder(target, outside)
}

/** The first folder below the room, or the file's name without its ending. */
function partOf(path: string, room: string): string {
  const [first = '', ...rest] = path.slice(room.length + 1).split('/')
  return rest.length > 0 ? first : first.replace(/(\.test)?\.\w+$/, '')
}

function isUnder(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`))
}
