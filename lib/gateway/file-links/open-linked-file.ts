import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Writing } from '../writing/writing.ts'
import { readRange } from './read-range.ts'

/** The file of a link, or a piece of it, on its way to whoever has the link. */
export interface LinkedFile {
  readonly name: string
  /** Octets of the whole file. */
  readonly size: number
  /** The octets that are sent, the last one included; undefined where it is the whole file. */
  readonly range: { readonly from: number; readonly to: number } | undefined
  /** Changes with the content alone, so for one link never. */
  readonly tag: string
  /** Undefined where only the headers were asked for. */
  readonly content: ReadableStream<Uint8Array> | undefined
}

export interface LinkRequest {
  readonly token: string
  /** As in the request's fields (RFC 9110 §14.2 and §13.1.5). */
  readonly range: string | null
  readonly ifRange: string | null
  readonly onlyHeaders: boolean
  /** Whether links of that site open anything. */
  isAllowed(site: string): boolean
}

/** What asks for octets that are not there. */
export class RangeProblem extends Error {
  readonly size: number
  constructor(size: number) {
    super('Range not satisfiable')
    this.size = size
  }
}

/**
 * Opens the file that this token names, from the disk at the browser's pace. Each octet that leaves counts towards the link's downloads, and what breaks off
 * counts no further. Throws GatewayError 'no-such-part' for a token that opens nothing, or not any more, for whatever reason: nobody can tell them apart; RangeProblem.
 */
export async function openLinkedFile({ fileLinks, spool, log }: Pick<Writing, 'fileLinks' | 'spool' | 'log'>, request: LinkRequest): Promise<LinkedFile> {
  const link = await fileLinks.open(request.token)
  if (!link || !request.isAllowed(link.site) || (await spool.size(link.id)) !== link.size) throw gone()
  const { id, name, size } = link
  const tag = `"${id}"`
  const range = request.ifRange === null || request.ifRange === tag ? readRange(request.range, size) : undefined
  if (range === 'unsatisfiable') throw new RangeProblem(size)
  if (request.onlyHeaders) return { name, size, range, tag, content: undefined }
  const { from, to } = range ?? { from: 0, to: size - 1 }
  const octets = to - from + 1
  if (!(await fileLinks.charge(id, octets))) throw gone()
  log.info('linked file fetched', { link: id, octets })
  const unsent = (rest: number): Promise<void> => fileLinks.refund(id, rest).catch((error: unknown) => log.error('linked file', error))
  return { name, size, range, tag, content: counted(spool.readRange(id, from, to), octets, unsent) }
}

/** Tells how many octets did not leave, once it is over. */
function counted(source: AsyncIterable<Uint8Array>, octets: number, unsent: (rest: number) => Promise<void>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  let rest = octets
  let isOver = false
  const finish = async (): Promise<void> => {
    if (isOver) return
    isOver = true
    if (rest > 0) await unsent(rest)
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done === true) {
          await finish()
          return controller.close()
        }
        rest -= value.length
        controller.enqueue(value)
      } catch (error) {
        await finish()
        throw error
      }
    },
    async cancel() {
      await finish()
      await chunks.return?.()
    },
  }, { highWaterMark: 0 })
}

function gone(): GatewayError {
  return new GatewayError('no-such-part', 'linked file', { refusal: { name: 'link-ended' } })
}
