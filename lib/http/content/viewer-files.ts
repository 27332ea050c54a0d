import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { processSingleton } from '../process-singleton.ts'

const OWN = 'public/pdf-viewer'
const LIBRARY = 'node_modules/pdfjs-dist'

/** The files of the viewer by their names; of the library those that draw, none that runs the scripts of a PDF. */
const FILES: Readonly<Record<string, string>> = {
  'viewer.js': `${OWN}/viewer.js`,
  'viewer.css': `${OWN}/viewer.css`,
  'pdf.mjs': `${LIBRARY}/legacy/build/pdf.min.mjs`,
  'pdf.worker.mjs': `${LIBRARY}/legacy/build/pdf.worker.min.mjs`,
  'openjpeg_nowasm_fallback.js': `${LIBRARY}/wasm/openjpeg_nowasm_fallback.js`,
  'jbig2_nowasm_fallback.js': `${LIBRARY}/wasm/jbig2_nowasm_fallback.js`,
}
/** Letters that a PDF names without bringing them, and what the numbers of East Asian ones mean. */
const FONT = /^(?:Foxit|Liberation)[A-Za-z-]{1,40}\.(?:pfb|ttf)$/
const CHARACTER_MAP = /^[A-Za-z0-9-]{1,40}\.bcmap$/

/** A file of the PDF viewer; undefined for a name that is none of them. */
export async function viewerFile(name: string): Promise<{ readonly mediaType: string; readonly content: Uint8Array<ArrayBuffer> } | undefined> {
  const file = Object.hasOwn(FILES, name) ? FILES[name] : FONT.test(name) ? `${LIBRARY}/standard_fonts/${name}` : CHARACTER_MAP.test(name) ? `${LIBRARY}/cmaps/${name}` : undefined
  if (file === undefined) return undefined
  try {
    return { mediaType: typeOf(name), content: new Uint8Array(await readFile(inTree(file))) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

/** Changes when one of them does: it stands in their addresses. */
export function viewerVersion(): Promise<string> {
  return processSingleton('pdf-viewer-version', readVersion)
}

async function readVersion(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [`${OWN}/viewer.js`, `${OWN}/viewer.css`, `${LIBRARY}/package.json`]) hash.update(await readFile(inTree(file)))
  return hash.digest('hex').slice(0, 16)
}

function inTree(file: string): string {
  return path.join(processSingleton<string>('root', () => process.cwd()), file)
}

function typeOf(name: string): string {
  if (name.endsWith('.css')) return 'text/css; charset=utf-8'
  return /\.m?js$/.test(name) ? 'text/javascript; charset=utf-8' : 'application/octet-stream'
}
