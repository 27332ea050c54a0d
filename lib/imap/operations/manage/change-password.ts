import type { AccountConnections } from '../../account-connections.ts'
import { execute, text } from '../../command.ts'

/** Said by a server of Postern's own on which people may change their password. */
const CAPABILITY = 'XPASSWORD'

/** Whether the mail server lets this person change their password. Throws GatewayError when it cannot be asked. */
export function takesPasswords(connections: AccountConnections): Promise<boolean> {
  return connections.ask(async (client) => client.capabilities.has(CAPABILITY))
}

/**
 * Changes the password at the mail server, which hangs up on every other connection of the account. Throws GatewayError
 * 'sign-in-refused' where the present one is another, 'refused' with the server's words, and what the pool throws.
 */
export async function changePassword(connections: AccountConnections, present: string, next: string): Promise<void> {
  await connections.useAny((client) => execute(client, CAPABILITY, [text(present), text(next)]))
}
