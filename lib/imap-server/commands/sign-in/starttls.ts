import { FatalProtocolError } from '../../protocol/problems.ts'
import { defineCommand, noArguments } from '../command.ts'

export const starttls = defineCommand({
  name: 'STARTTLS',
  states: ['not-authenticated'],
  spec: ['RFC 3501 §6.2.1'],
  capabilities: [{ name: 'STARTTLS', spec: 'RFC 3501', applies: (session) => session.state === 'not-authenticated' && session.leg.canStartTls }],
  parse(args, by, session) {
    // RFC 3501 §6.2.1: BAD where TLS is on already or not to be had.
    if (!session.leg.canStartTls) throw args.problem('TLS to be available')
    return noArguments(args)
  },
  async run({ input }) {
    // Whatever stands behind the command was put there by someone who has proved nothing.
    if (input.buffered > 0) throw new FatalProtocolError('Unexpected octets before TLS')
    return { text: 'Begin TLS negotiation now', then: 'start-tls' as const }
  },
})
