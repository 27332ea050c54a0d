import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { checkAddresses } from '#lib/composition/addresses/check-addresses.ts'
import type { Writer } from '../writing/writing.ts'

/** Recipients of one message that are remembered: who writes to hundreds has a list of them elsewhere. */
const MOST_COLLECTED = 100

/** Remembers whom the message went to, as somebody typed them. What fails here is told to the log only: the message is sent. */
export async function collectRecipients(writer: Writer, kept: KeptComposition, accepted: readonly string[]): Promise<void> {
  if (!writer.collect || !writer.habits['addresses.collect']) return
  try {
    const { to, cc, bcc } = checkAddresses(kept)
    const took = new Set(accepted.map((address) => address.toLowerCase()))
    const own = writer.session.address.toLowerCase()
    const people = [...to, ...cc, ...bcc].flatMap((each) => each.group ?? [each]).filter(({ address }) => took.has(address.toLowerCase()) && address.toLowerCase() !== own)
    await writer.collect([...new Map(people.map(({ name, address }) => [address.toLowerCase(), { name, address }])).values()].slice(0, MOST_COLLECTED))
  } catch (error) {
    writer.writing.log.error('recipients not collected', error)
  }
}
