import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { FormFields } from '../failed-forms.ts'

export interface UploadLimits {
  /** Octets of one field's text. */
  readonly fieldOctets: number
  readonly fields: number
  readonly files: number
}

/** One file of a form while it arrives. */
export interface IncomingFile {
  /** As the browser names it. */
  readonly name: string
  /** As the browser claims it. */
  readonly mediaType: string
  /** To the reader's pace; fails when the upload breaks off. What is not read is thrown away. */
  readonly content: AsyncIterable<Uint8Array>
}

/** What a form held, whatever went wrong with its files. */
export interface ReadForm {
  readonly fields: FormFields
  /** The first failure of `onFile`, or of the form itself. */
  readonly failure: unknown
}

/** A refused upload is read to its end, so that the browser hears why; a longer one is cut off. */
const DRAIN_LIMIT = 2 * 1024 ** 3

/**
 * Reads a multipart form as a stream (RFC 7578). `onFile` gets each file with the fields that stood before it, one file at a time; once it
 * has failed the remaining files are skipped. Fields are returned in any case, so that what was typed is never lost.
 */
export async function readUpload(request: Request, limits: UploadLimits, onFile: (file: IncomingFile, before: FormFields) => Promise<void>): Promise<ReadForm> {
  const upload = new Upload(onFile)
  if (!request.body) return { fields: upload.fields, failure: new GatewayError('invalid', 'empty form') }
  const parser = openParser(request.headers.get('content-type') ?? '', limits)
  if (!parser) return { fields: upload.fields, failure: new GatewayError('invalid', 'multipart form') }
  parser.on('field', (name: string, value: string, _: boolean, isCut: boolean) => upload.addField(name, value, isCut))
  parser.on('file', (...[, stream, name, , mediaType]: [string, Readable, string | undefined, string, string]) => upload.addFile(stream, name ?? '', mediaType))
  for (const event of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const) parser.on(event, () => upload.fail(new GatewayError('too-large', event)))
  try {
    await pipeline(Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>), upload.countDrained(), parser)
  } catch (error) {
    upload.breakOff(brokenOff(error))
  }
  await upload.settled()
  return { fields: upload.fields, failure: upload.failure }
}

function openParser(contentType: string, limits: UploadLimits): BusboyInstance | undefined {
  try {
    const { fieldOctets: fieldSize, fields, files } = limits
    return new Busboy({ headers: { 'content-type': contentType }, limits: { fieldSize, fields, files, parts: fields + files, headerPairs: 20, headerSize: 16 * 1024 } })
  } catch {
    return undefined // no multipart, or without a boundary
  }
}

class Upload {
  readonly fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  failure: unknown
  #files: Promise<void> = Promise.resolve()
  #open: Readable | undefined
  readonly #onFile: (file: IncomingFile, before: FormFields) => Promise<void>

  constructor(onFile: (file: IncomingFile, before: FormFields) => Promise<void>) {
    this.#onFile = onFile
  }

  addField(name: string, value: string, isCut: boolean): void {
    const values = (this.fields[name] ??= [])
    values.push(value)
    if (isCut) this.fail(new GatewayError('too-large', 'field'))
  }

  addFile(stream: Readable, name: string, mediaType: string): void {
    // A part that ends early says so here and to whoever reads it.
    stream.on('error', (error: unknown) => this.fail(brokenOff(error)))
    // A file input in which nothing was chosen sends a part without a name.
    if (this.failure !== undefined || name === '') {
      stream.resume()
      return
    }
    this.#open = stream
    const before = { ...this.fields }
    this.#files = this.#files
      .then(async () => {
        if (this.failure === undefined) await this.#onFile({ name: browserName(name), mediaType, content: contentOf(stream) }, before)
      })
      .catch((error: unknown) => this.fail(stream.errored ? brokenOff(error) : error))
      .finally(() => stream.resume())
  }

  fail(error: unknown): void {
    this.failure ??= error
  }

  /** The request ended early: whoever reads a file hears of it. */
  breakOff(error: Error): void {
    this.fail(error)
    this.#open?.destroy(error)
  }

  settled(): Promise<void> {
    return this.#files
  }

  /** Cuts a refused upload off that goes on for too long. */
  countDrained(): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
    return async function* (this: Upload, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      let drained = 0
      for await (const chunk of source) {
        if (this.failure !== undefined) drained += chunk.length
        if (drained > DRAIN_LIMIT) throw new GatewayError('too-large', 'refused upload')
        yield chunk
      }
    }.bind(this)
  }
}

/** Browsers escape three characters of a name, and nothing else (HTML, multipart/form-data encoding algorithm). */
function browserName(name: string): string {
  return name.replaceAll('%22', '"').replace(/%0[DA]/gi, ' ')
}

function brokenOff(cause: unknown): GatewayError {
  if (isGatewayError(cause)) return cause as GatewayError
  return new GatewayError('invalid', 'upload broke off', { cause, refusal: { name: 'upload-broke-off' } })
}

/** The file's octets. A reader that stops early leaves the stream to be thrown away: destroyed, it would hold up the form for ever. */
async function* contentOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  } finally {
    stream.resume()
  }
}
