import { SIGNED_IN, defineCommand } from '../command.ts'
import { Notifications } from './notifications.ts'
import { parseNotify } from './parse-notify.ts'

export const notify = defineCommand({
  name: 'NOTIFY',
  states: SIGNED_IN,
  spec: ['RFC 5465 §3', 'RFC 5465 §5', 'RFC 5465 §6'],
  expungeAllowed: true,
  capabilities: [{ name: 'NOTIFY', spec: 'RFC 5465' }],
  parse: parseNotify,
  async run({ session, out }, command) {
    // RFC 5465 §3.1: what has changed up to here is told as before.
    if (command.groups.length > 0) await session.reveal(out, true)
    const notifications = await Notifications.start(session, command)
    session.notify(notifications)
    await notifications.tellStart(out, command.status)
    return {}
  },
})
