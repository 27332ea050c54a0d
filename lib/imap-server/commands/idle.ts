import { FatalProtocolError, SyntaxProblem } from '../protocol/problems.ts'
import { SIGNED_IN, defineCommand, noArguments } from './command.ts'

/** `DONE` and its CRLF; whatever is longer is not it. */
const DONE_LIMIT = 1000

export const idle = defineCommand({
  name: 'IDLE',
  states: SIGNED_IN,
  spec: ['RFC 2177 §3'],
  expungeAllowed: true,
  capabilities: [{ name: 'IDLE', spec: 'RFC 2177' }],
  parse: noArguments,
  async run({ session, out, input }) {
    await out.continuation('Idling')
    await session.reveal(out, true)
    // One read for the whole of IDLE: it stays pending while changes are told, and nothing is lost.
    const line = input.line(DONE_LIMIT)
    let ended = false
    const end = (): void => {
      ended = true
      session.nudge()
    }
    line.then(end, end)
    session.isWaiting = true
    while (!ended) {
      await out.flush()
      // DONE may have come meanwhile, and its nudge woke nobody.
      if (ended) break
      await session.changed(true)
      if (session.selected?.isRemoved) throw new FatalProtocolError('The selected mailbox has been deleted')
      await session.reveal(out, true)
    }
    const done = await line
    session.isWaiting = false
    if (done === null) throw new FatalProtocolError('Connection ended inside a command')
    if (done.toUpperCase() !== 'DONE') throw new SyntaxProblem('Expected DONE')
    return { text: 'Idle ended' }
  },
})
