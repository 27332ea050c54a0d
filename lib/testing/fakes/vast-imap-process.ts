/** Runs a VastImapServer of `process.argv[2]` octets in a process of its own and prints its port; ends with its parent. */
import { VastImapServer } from './vast-imap-server.ts'

const { port } = await new VastImapServer(Number(process.argv[2])).start()
process.send?.(port)
process.once('disconnect', () => process.exit(0))
