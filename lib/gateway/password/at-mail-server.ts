import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { changePassword, takesPasswords } from '#lib/imap/operations/manage/change-password.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { PasswordDriver } from './password-driver.ts'

/** At the mail server itself, over a connection of the person's own: nothing here may change anybody else's. */
export function passwordAtMailServer(connections: AccountConnections): PasswordDriver {
  return {
    isThere: () => takesPasswords(connections),
    async change(present, next) {
      try {
        await changePassword(connections, present, next)
      } catch (error) {
        // Without the error itself, which holds the command.
        throw isGatewayError(error) ? explained(error) : new GatewayError('server-unreachable', 'password')
      }
    },
  }
}

function explained({ failure, detail }: GatewayError): GatewayError {
  if (failure === 'sign-in-refused') return new GatewayError('refused', 'present password', { refusal: { name: 'password-wrong' } })
  if (failure === 'refused' || failure === 'invalid') return new GatewayError('refused', 'new password', { refusal: { name: 'password-refused', with: { answer: detail || 'NO' } } })
  return new GatewayError(failure, 'password')
}
