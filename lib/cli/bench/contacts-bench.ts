import type { Card } from '#lib/mail/contacts/card.ts'
import { findDuplicates } from '#lib/address-book/duplicates/find-duplicates.ts'
import type { ContactFormat } from '#lib/address-book/formats/contact-format.ts'
import { CONTACT_FORMATS } from '#lib/address-book/formats/contact-formats.ts'
import { Figures, timed } from './figures.ts'
import { memoryGrowth } from './process-memory.ts'

const CHUNK = 64 * 1024

/** Files of contacts: a large one written and read in each format as a stream, and its duplicates. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const count = quick ? 10_000 : 100_000
  const figures = new Figures('contacts', print)
  for (const format of CONTACT_FORMATS) await measureFormat(format, count, figures)
  const cards = [...people(count)]
  figures.record(`duplicates among ${count} cards`, 'ms', await timed(3, async () => findDuplicates(cards)))
  figures.write()
}

async function measureFormat(format: ContactFormat, count: number, figures: Figures): Promise<void> {
  let read = 0
  let octets = 0
  let values: number[] = []
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunked(format.write(people(count)))) {
      octets += chunk.length
      yield chunk
    }
  }
  const growth = await memoryGrowth(process.pid, async () => {
    values = await timed(1, async () => {
      for await (const { card } of format.read(counted())) if (card !== undefined) read += 1
    })
  })
  figures.record(`${format.name}: ${count} cards written and read`, 'ms', values, { read, octets, 'memory grew by MiB': Math.round(growth) })
}

async function* chunked(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let held = ''
  for await (const text of texts) {
    held += text
    if (held.length < CHUNK) continue
    yield Buffer.from(held)
    held = ''
  }
  yield Buffer.from(held)
}

function* people(count: number): Generator<Card> {
  for (let number = 0; number < count; number += 1) {
    yield {
      properties: [
        { name: 'uid', parameters: {}, type: 'uri', values: [`urn:uuid:${number}`] },
        { name: 'fn', parameters: {}, type: 'text', values: [`Jane Doe ${number}`] },
        { name: 'n', parameters: {}, type: 'text', values: [['Doe', `Jane ${number}`, '', '', '']] },
        { name: 'email', parameters: { type: ['home'] }, type: 'text', values: [`jane${number}@example.test`] },
        { name: 'tel', parameters: { type: ['cell'] }, type: 'text', values: [`+49 30 ${1_000_000 + number}`] },
        { name: 'adr', parameters: { type: ['home'] }, type: 'text', values: [['', '', 'Main St 1', 'Town', '', '12345', 'Germany']] },
        { name: 'note', parameters: {}, type: 'text', values: ['some, note\nof two lines'] },
      ],
    }
  }
}
