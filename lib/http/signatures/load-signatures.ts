import 'server-only'
import { broughtKeys } from '#lib/gateway/signatures/brought-keys.ts'
import { checkSigned, type CheckedPart } from '#lib/gateway/signatures/check-signed.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { PublicKey, SignatureOutcome } from '#lib/mail/reading/trust/signature.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { openFor } from '../reading/open-for.ts'
import { kindOf, sayVerdict, signatureMeans, verdictsOn } from './with-protection.ts'

/** All that is known of a message's signatures, however large it is. */
export interface LoadedSignatures {
  readonly subject: string
  readonly signatures: readonly { readonly kind: 'success' | 'notice' | 'warning'; readonly says: string; readonly outcome?: SignatureOutcome; readonly text?: string }[]
  readonly brought: readonly { readonly key: PublicKey; readonly isKept: boolean }[]
}

/** Checks every signed part of a message and looks for keys in it. Throws as `openFor` and `checkSigned` do. */
export async function loadSignatures(session: SignedIn, connections: AccountConnections, ref: MessageRef, words: PageWords): Promise<LoadedSignatures> {
  const view = await openFor(session, connections, ref, { markSeen: false, prefer: 'text' })
  const means = await signatureMeans(session)
  const checked: CheckedPart[] = []
  for (const part of view.signed ?? []) checked.push(await checkSigned(connections, ref, part, means))
  const from = view.envelope.from.map(({ address }) => address)
  const signatures = checked.flatMap((each) => verdictsOn(each, from).map(({ verdict, outcome }) => ({
    kind: kindOf(verdict),
    says: each.part.isWhole ? sayVerdict(verdict, outcome, words) : `${sayVerdict(verdict, outcome, words)} ${each.part.kind === 'clear' ? words.signatures.between : words.signatures.partly}`,
    ...(outcome ? { outcome } : {}),
    ...(each.text === undefined ? {} : { text: each.text }),
  })))
  const kept = new Set(means.keyring.map(({ fingerprint }) => fingerprint))
  const brought = (await broughtKeys(connections, ref, view, { desk: means.desk, checked })).map((key) => ({ key, isKept: kept.has(key.fingerprint) }))
  return { subject: view.subject, signatures, brought }
}
