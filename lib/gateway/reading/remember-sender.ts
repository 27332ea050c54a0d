import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { RemoteView } from '#lib/mail/reading/message-view.ts'
import { withRemoteSender } from '#lib/mail/reading/trust/remote-senders.ts'
import { changePreferences, readPreferences, type PreferencesOf } from '../preferences/preferences.ts'

/** What of a sender is remembered. */
export interface Remembering {
  readonly remember: 'sender' | 'domain'
  /** Also where nothing proves that a message comes from there. */
  readonly insists: boolean
}

/**
 * From now on pictures of that sender, or of that domain, are shown; answers which. Throws GatewayError 'invalid' for a message that brings none or
 * names no one sender, and as `changePreferences` does.
 */
export async function rememberSender(of: PreferencesOf, remote: RemoteView | undefined, { remember, insists }: Remembering): Promise<string> {
  if (!remote) throw new GatewayError('invalid', 'no sender with pictures')
  const sender = remember === 'sender' ? remote.sender.toLowerCase() : remote.sender.slice(remote.sender.lastIndexOf('@')).toLowerCase()
  const { effective, versions } = await readPreferences(of)
  const name = 'reading.remote_senders'
  await changePreferences(of, [{ name, value: withRemoteSender(effective[name].value, { sender, insists }), expected: versions[name] ?? 0 }])
  return sender
}
