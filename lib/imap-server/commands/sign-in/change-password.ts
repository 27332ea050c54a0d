import { AccountProblem } from '#lib/accounts/account-directory.ts'
import { Refusal } from '../../protocol/problems.ts'
import { defineCommand, SIGNED_IN } from '../command.ts'
import { canSayPasswords, refuseProof } from './proof.ts'

/**
 * Gives the account that is signed in another password, where its present one is proved once more: neither a connection that somebody
 * left open nor a token is enough. Every other connection of the account is hung up on.
 */
export const changePassword = defineCommand({
  name: 'XPASSWORD',
  states: SIGNED_IN,
  // A command of our own, as the section on experimental ones has it.
  spec: ['RFC 3501 §6.5.1'],
  capabilities: [{ name: 'XPASSWORD', spec: 'RFC 3501', applies: (session) => session.state !== 'not-authenticated' && canSayPasswords(session) }],
  /** `xpassword = "XPASSWORD" SP present SP new`, both an astring in UTF-8 */
  async parse(args, by, session) {
    if (!canSayPasswords(session)) throw new Refusal('Start TLS first', 'PRIVACYREQUIRED')
    args.expect(' ')
    const present = await args.text('the present password')
    args.expect(' ')
    const next = await args.text('a new password')
    args.end()
    return { present, next }
  },
  async run({ session }, { present, next }) {
    const { accounts, disconnectOthers } = session.server
    const { name } = session.signedIn.account
    const proven = present === '' ? undefined : await accounts.authenticate(name, present)
    if (proven?.name !== name) return await refuseProof(session, 'The present password is another one')
    try {
      await accounts.setPassword(name, next)
    } catch (error) {
      if (error instanceof AccountProblem && error.kind === 'bad-password') throw new Refusal('Not possible as a password', 'CANNOT', { cause: error })
      throw error
    }
    disconnectOthers(name, session.id)
    session.log.info('imap.password-changed', { account: name })
    return { text: 'The password is changed' }
  },
})
