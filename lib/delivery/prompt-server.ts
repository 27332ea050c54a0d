import type { SMTPServer } from 'smtp-server'
import { QuickServer } from './quick-data.ts'

type Connection = SMTPServer['connections'] extends Set<infer C> ? C : never

/**
 * Greets at once. smtp-server lets every client wait a tenth of a second, to find out those who talk before they are greeted; that is
 * worth something on the port that strangers use, and costs every sent message that much on the others.
 */
export class PromptServer extends QuickServer {
  override connect(...accepted: Parameters<SMTPServer['connect']>): void {
    super.connect(...accepted)
    const connection = this.newest()
    if (connection) greetAtOnce(connection)
  }
}

function greetAtOnce(connection: Connection): void {
  const ready = connection.connectionReady.bind(connection)
  let greeted = false
  connection.connectionReady = (next) => {
    // The library's own timer comes later and finds it done.
    if (greeted) return
    greeted = true
    ready(next)
  }
  // One turn for the library to refuse what is beyond its limit, and then the greeting.
  setImmediate(() => setImmediate(() => connection.connectionReady()))
}
