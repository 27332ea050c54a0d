import { FatalProtocolError, Refusal } from '../protocol/problems.ts'
import { SIGNED_IN, defineCommand } from './command.ts'

export const compress = defineCommand({
  name: 'COMPRESS',
  states: SIGNED_IN,
  spec: ['RFC 4978 §3'],
  // Strangers get no memory for a window.
  capabilities: [{ name: 'COMPRESS=DEFLATE', spec: 'RFC 4978', applies: ({ state, isCompressed }) => state !== 'not-authenticated' && isCompressed !== true }],
  parse(args) {
    args.expect(' ')
    const algorithm = args.atom('an algorithm').toUpperCase()
    args.end()
    return algorithm
  },
  async run({ session, input }, algorithm) {
    if (session.isCompressed) throw new Refusal('Compression is on already', 'COMPRESSIONACTIVE')
    if (algorithm !== 'DEFLATE') throw new Refusal('Algorithm not supported', 'CANNOT')
    // RFC 4978 §3: the client waits for the reply; what it has sent by now is neither compressed nor not.
    if (input.buffered > 0) throw new FatalProtocolError('Unexpected octets before compression')
    session.isCompressed = true
    return { text: 'Compression begins now', then: 'compress' as const }
  },
})
