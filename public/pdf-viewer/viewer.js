/*
 * Draws the pages of a PDF. It runs in a frame whose origin is nobody's: it has no cookie, reaches no page and can ask for nothing but its own
 * files (lib/http/content/viewer-headers.ts). The page around it hands it the octets and is told what it shows; what a PDF brings in scripts,
 * actions, links and forms is drawn at most and never done.
 */
import { AnnotationMode, getDocument, PDFWorker, TextLayer } from './pdf.mjs'

const FILES = new URL('.', import.meta.url).href
/** Pages that are shown; a file may claim millions. */
const MOST_PAGES = 2000
/** Pixels of one page: 48 MB as a picture. */
const MOST_PIXELS = 12_000_000
/** Pixels of one picture in it; a larger one is left out. */
const MOST_IMAGE_PIXELS = 50_000_000
/** Milliseconds for one page. */
const DRAWING_MS = 20_000
/** CSS pixels of a page that is neither enlarged nor larger than its frame. */
const WIDEST = 900
const MARGIN = 24

const root = document.getElementById('pages')
/** Pages that are drawn or being drawn, by their element. */
const drawings = new Map()
let pdf
let words = { page: '', failed: '' }
let zoom = 1
let current = 0

const tell = (message) => parent.postMessage(message, '*')
const giveUp = (reason) => {
  tell({ kind: 'failed', reason })
  root.replaceChildren()
}

addEventListener('message', ({ source, data }) => {
  if (source !== parent) return
  if (data.kind === 'open' && !pdf) void open(data)
  if (data.kind === 'page') show(data.page)
  if (data.kind === 'zoom') enlarge(data.zoom)
  if (data.kind === 'pulse') tell({ kind: 'alive' })
})
tell({ kind: 'ready' })

async function open({ octets, language, scheme, ...said }) {
  document.documentElement.lang = language
  document.documentElement.dataset.scheme = scheme
  document.title = said.title
  words = said.words
  try {
    pdf = await getDocument({
      data: new Uint8Array(octets), worker: PDFWorker.create({ port: await startWorker() }), verbosity: 0,
      cMapUrl: FILES, cMapPacked: true, standardFontDataUrl: FILES, wasmUrl: FILES, useWasm: false, useWorkerFetch: true,
      enableXfa: false, maxImageSize: MOST_IMAGE_PIXELS, canvasMaxAreaInBytes: 4 * MOST_PIXELS, disableWorkerRendering: true,
    }).promise
    await lay(Math.min(pdf.numPages, MOST_PAGES))
    tell({ kind: 'opened', pages: root.childElementCount, isCut: pdf.numPages > MOST_PAGES })
    follow()
  } catch (error) {
    giveUp(error?.name === 'PasswordException' ? 'encrypted' : 'broken')
  }
}

/**
 * Nobody's origin starts no thread from an address: it makes a file that imports the thread's, which the policy still judges. Not as a module:
 * Chromium loads none from such a file. Ready once it has said something.
 */
function startWorker() {
  const url = URL.createObjectURL(new Blob([`import(${JSON.stringify(`${FILES}pdf.worker.mjs`)})`], { type: 'text/javascript' }))
  const policy = self.trustedTypes?.createPolicy('viewer', { createScriptURL: (asked) => (asked === url ? asked : '') })
  const worker = new Worker(policy ? policy.createScriptURL(url) : url)
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(worker), { once: true })
    worker.addEventListener('error', reject, { once: true })
  })
}

/** A place for each page, as large as the first until it is drawn. */
async function lay(count) {
  const ratio = ratioOf((await pdf.getPage(1)).getViewport({ scale: 1 }))
  for (let number = 1; number <= count; number += 1) {
    const place = document.createElement('div')
    place.className = 'page'
    place.dataset.page = String(number)
    place.dataset.ratio = String(ratio)
    place.setAttribute('role', 'group')
    place.setAttribute('aria-label', words.page.replace('{page}', String(number)).replace('{pages}', String(pdf.numPages)))
    root.append(place)
  }
  measureAll()
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) void draw(target)
        else clear(target)
    },
    { root: document, rootMargin: '60% 0px' },
  )
  for (const place of root.children) near.observe(place)
}

/** Height for one of width; what no paper has is cut. */
const ratioOf = ({ width, height }) => Math.min(10, Math.max(0.1, height / width || 1))

function measureAll() {
  for (const place of root.children) measure(place)
}

function measure(place) {
  const width = Math.max(60, Math.min(WIDEST, document.documentElement.clientWidth - MARGIN)) * zoom
  place.style.width = `${width}px`
  place.style.height = `${width * Number(place.dataset.ratio)}px`
  return width
}

async function draw(place) {
  if (drawings.has(place)) return
  const drawing = { isOver: false, task: undefined }
  drawings.set(place, drawing)
  const late = setTimeout(() => giveUp('slow'), DRAWING_MS)
  try {
    const page = await pdf.getPage(Number(place.dataset.page))
    if (drawing.isOver) return
    const natural = page.getViewport({ scale: 1 })
    place.dataset.ratio = String(ratioOf(natural))
    const scale = measure(place) / natural.width
    const canvas = await pictureOf(page, { natural, scale, drawing })
    const text = document.createElement('div')
    text.className = 'text'
    text.style.setProperty('--total-scale-factor', String(scale))
    if (drawing.isOver) return
    place.replaceChildren(canvas, text)
    await new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport: page.getViewport({ scale }) }).render()
  } catch {
    if (!drawing.isOver) place.replaceChildren(sentence(words.failed))
  } finally {
    clearTimeout(late)
  }
}

async function pictureOf(page, { natural, scale, drawing }) {
  const most = Math.sqrt(MOST_PIXELS / (natural.width * natural.height))
  const viewport = page.getViewport({ scale: Math.min(scale * (devicePixelRatio || 1), most) })
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.width = Math.max(1, Math.floor(viewport.width))
  canvas.height = Math.max(1, Math.floor(viewport.height))
  drawing.task = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE, background: '#fff' })
  await drawing.task.promise
  return canvas
}

function sentence(text) {
  const paragraph = document.createElement('p')
  paragraph.textContent = text
  return paragraph
}

/** A page out of sight keeps its place and gives its memory back. */
function clear(place) {
  const drawing = drawings.get(place)
  if (!drawing) return
  drawing.isOver = true
  drawing.task?.cancel()
  drawings.delete(place)
  for (const canvas of place.querySelectorAll('canvas')) canvas.width = canvas.height = 0
  place.replaceChildren()
}

function show(number) {
  const place = root.children[Math.min(root.childElementCount, Math.max(1, Math.trunc(number) || 1)) - 1]
  if (place) scrollTo(0, place.offsetTop - MARGIN / 2)
}

function enlarge(factor) {
  const at = scrollY / document.documentElement.scrollHeight
  zoom = Math.min(4, Math.max(0.25, Number(factor) || 1))
  drawAnew()
  scrollTo(scrollX, at * document.documentElement.scrollHeight)
}

function drawAnew() {
  measureAll()
  for (const place of [...drawings.keys()]) {
    clear(place)
    void draw(place)
  }
}

/** Tells which page is looked at. */
function follow() {
  const place = document.elementFromPoint(innerWidth / 2, innerHeight / 3)?.closest('.page')
  const number = Number(place?.dataset.page ?? 0)
  if (number === 0 || number === current) return
  current = number
  tell({ kind: 'page', page: number })
}

let resized
addEventListener('resize', () => {
  clearTimeout(resized)
  resized = setTimeout(drawAnew, 150)
})
addEventListener('scroll', () => requestAnimationFrame(follow), { passive: true })
addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
  if (ctrlKey || metaKey || altKey) return
  if (key === '+' || key === '-') tell({ kind: 'zoom', step: key === '+' ? 1 : -1 })
  if (key === 'ArrowLeft') show(current - 1)
  if (key === 'ArrowRight') show(current + 1)
})
