import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import ts from 'typescript'

/** One source file of the tree; `path` is relative to the root, with slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly isTest: boolean
  readonly imports: readonly Import[]
}

export interface Import {
  /** As written. */
  readonly specifier: string
  readonly line: number
  /** Path in the tree, when it points there. */
  readonly target: string | undefined
}

/** What is wrong, and where. */
export interface Finding {
  readonly path: string
  readonly line?: number
  readonly problem: string
}

const FOLDERS = ['lib', 'app', 'components', 'e2e']
const SOURCE = /\.(ts|tsx|mjs|js|css)$/

/** Every source file of the tree and next.config.js, read once. */
export function readSourceFiles(root: string): SourceFile[] {
  const paths = FOLDERS.flatMap((folder) => listFiles(join(root, folder)))
  const config = readdirSync(root).filter((name) => name === 'next.config.js').map((name) => join(root, name))
  return [...paths, ...config].map((path) => readSourceFile(root, path)).sort((one, other) => (one.path < other.path ? -1 : 1))
}

function listFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile() && SOURCE.test(entry.name)).map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // a tree without this folder
    throw error
  }
}

function readSourceFile(root: string, file: string): SourceFile {
  const path = relative(root, file).split(sep).join('/')
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const isTest = /\.test\.tsx?$/.test(path)
  return { path, text, lines, isTest, imports: path.endsWith('.css') ? [] : importsOf(path, text) }
}

/** Static, type-only, re-exporting and dynamic imports alike. */
function importsOf(path: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    line: text.slice(0, pos).split('\n').length,
    target: targetOf(path, fileName),
  }))
}

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (!specifier.startsWith('.')) return undefined
  const parts = from.split('/').slice(0, -1)
  for (const step of specifier.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return parts.join('/')
}
