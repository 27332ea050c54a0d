import { DirectoryFailure } from '#lib/directory/directory-failure.ts'
import type { Asker, Directory } from '#lib/directory/directory.ts'
import { PasswordRefused } from '#lib/directory/password-modify.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { PasswordDriver } from './password-driver.ts'

/** In a directory of the site in which the mail server looks passwords up: as the person alone, with their present password. */
export function passwordAtDirectory(directory: Pick<Directory, 'changePassword'>, asker: Asker): PasswordDriver {
  return {
    isThere: async () => true,
    async change(present, next) {
      try {
        await directory.changePassword(asker, present, next)
      } catch (error) {
        if (error instanceof PasswordRefused) throw new GatewayError('refused', 'new password', { refusal: { name: 'password-refused', with: { answer: error.answer || 'LDAP' } } })
        if (!(error instanceof DirectoryFailure)) throw new GatewayError('server-unreachable', 'password')
        if (error.kind === 'credentials') throw new GatewayError('refused', 'present password', { refusal: { name: 'password-wrong' } })
        throw new GatewayError('server-unreachable', error.message, { refusal: { name: 'password-directory' } })
      }
    },
  }
}
