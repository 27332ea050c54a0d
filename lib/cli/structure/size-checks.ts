import { FOLDER_FILES, MEDIAN_LINES, P95_LINES, SIZES } from '../structure-rules.ts'
import type { Finding, SourceFile } from './source-files.ts'

export interface Sizes {
  readonly files: number
  readonly median: number
  readonly p95: number
}

/** Files and folders that grew too large, and the whole against its targets. */
export function checkSizes(files: readonly SourceFile[]): Finding[] {
  const { median, p95 } = measureSizes(files)
  return [
    ...files.flatMap((file) => tooLong(file)),
    ...tooFull(files),
    ...(median > MEDIAN_LINES ? [{ path: '.', problem: `half of the files have more than ${median} lines; the target is ${MEDIAN_LINES}` }] : []),
    ...(p95 > P95_LINES ? [{ path: '.', problem: `a twentieth of the files has more than ${p95} lines; the target is ${P95_LINES}` }] : []),
  ]
}

/** Of all sources but tests and styles. */
export function measureSizes(files: readonly SourceFile[]): Sizes {
  const lines = files.filter(isCounted).map((file) => file.lines).sort((one, other) => one - other)
  const at = (share: number): number => lines[Math.min(lines.length - 1, Math.floor(lines.length * share))] ?? 0
  return { files: lines.length, median: at(0.5), p95: at(0.95) }
}

function tooLong({ path, lines }: SourceFile): Finding[] {
  const limit = SIZES.find(([pattern]) => pattern.test(path))?.[1]
  return limit !== undefined && lines > limit ? [{ path, problem: `has ${lines} lines; the limit is ${limit}` }] : []
}

function tooFull(files: readonly SourceFile[]): Finding[] {
  const folders = Map.groupBy(files.filter(isCounted), ({ path }) => path.slice(0, path.lastIndexOf('/')))
  return [...folders].filter(([, inside]) => inside.length > FOLDER_FILES).map(([path, inside]) => ({ path, problem: `holds ${inside.length} source files; the limit is ${FOLDER_FILES}` }))
}

function isCounted({ path, isTest }: SourceFile): boolean {
  return !isTest && !/\.(css|spec\.ts)$/.test(path)
}
