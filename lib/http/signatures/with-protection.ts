import 'server-only'
import { checkSigned, type CheckedPart, type SignatureDesk, type SignatureMeans } from '#lib/gateway/signatures/check-signed.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView, SignatureView } from '#lib/mail/reading/message-view.ts'
import { verdictOf, worstOf, type SignatureOutcome, type SignatureVerdict } from '#lib/mail/reading/trust/signature.ts'
import { isCovered, type SignedPart } from '#lib/mail/reading/trust/signed-parts.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { config, currentSite, log, signatureDesk } from '../wiring.ts'
import { pageWords } from '../wording/reader-language.ts'
import { keyrings, smimeAuthorities } from './keyrings.ts'
import { sealedView } from './sealed-view.ts'

/** Octets of signed parts that are fetched to open a message: with the rest of it under 256 KB on the wire (promise 5). */
const AT_ONCE = 96 * 1024

/** Where signatures are checked and keys read. Throws GatewayError 'server-busy' where this process has no threads for it. */
export function requireDesk(): SignatureDesk {
  const desk = signatureDesk()
  if (!desk) throw new GatewayError('server-busy', 'no threads')
  return desk
}

/** What checks the signatures that somebody reads. Throws as `requireDesk` does. */
export async function signatureMeans(session: SignedIn): Promise<SignatureMeans> {
  const desk = requireDesk()
  const store = await keyrings(config(), log())
  return { desk, keyring: await store.list(session.account), authorities: await smimeAuthorities(config(), log()) }
}

/** A message with what is to be said of its signatures and its encryption; a small one is checked at once, a large one when somebody asks. */
export async function withProtection(session: SignedIn, connections: AccountConnections, ref: MessageRef, view: MessageView): Promise<MessageView> {
  const { signed, encrypted } = view
  if ((!signed && !encrypted) || !(await currentSite(session)).modules.signatures) return view
  const words = await pageWords()
  if (!signed) return { ...view, ...sealedView(view, words) }
  const isSmall = signed.reduce((sum, { size }) => sum + size, 0) <= AT_ONCE
  const checked = isSmall ? await checkAll(session, connections, ref, signed) : undefined
  return { ...view, signature: signatureView(view, signed, checked, words) }
}

/** Undefined where it cannot be done now: the message is shown all the same. */
async function checkAll(session: SignedIn, connections: AccountConnections, ref: MessageRef, signed: readonly SignedPart[]): Promise<readonly CheckedPart[] | undefined> {
  try {
    const means = await signatureMeans(session)
    const checked: CheckedPart[] = []
    for (const part of signed) checked.push(await checkSigned(connections, ref, part, means))
    return checked
  } catch (error) {
    if (!isGatewayError(error)) throw error
    log().info('signature not checked', { failure: error.failure, detail: error.detail })
    return undefined
  }
}

/** What an outcome is called. */
export function sayVerdict(verdict: SignatureVerdict, outcome: SignatureOutcome | undefined, { signatures }: PageWords): string {
  const address = outcome?.signer?.addresses[0] ?? outcome?.signer?.name ?? outcome?.keyId ?? ''
  const says = signatures.verdicts[verdict]
  return typeof says === 'string' ? says : says({ address: address || signatures.nobody })
}

/** The verdict on each outcome of a part. */
export function verdictsOn({ outcomes, isTooLarge }: CheckedPart, from: readonly string[]): readonly { readonly verdict: SignatureVerdict; readonly outcome?: SignatureOutcome }[] {
  if (isTooLarge) return [{ verdict: 'too-large' }]
  return outcomes.map((outcome) => ({ verdict: verdictOf(outcome, from), outcome }))
}

function signatureView(view: MessageView, signed: readonly SignedPart[], checked: readonly CheckedPart[] | undefined, words: PageWords): SignatureView {
  const { signatures } = words
  const from = view.envelope.from.map(({ address }) => address)
  const all = checked?.flatMap((each) => verdictsOn(each, from)) ?? [{ verdict: 'unchecked' as const }]
  const worst = worstOf(all.map(({ verdict }) => verdict))
  const outcome = all.find(({ verdict }) => verdict === worst)
  const sentence = sayVerdict(worst, outcome && 'outcome' in outcome ? outcome.outcome : undefined, words)
  const isWhole = signed.every((part) => part.isWhole)
  return {
    kind: worst === 'verified' && !isWhole ? 'notice' : kindOf(worst),
    says: isWhole ? sentence : `${sentence} ${signatures.partly}`,
    about: signatures.about,
    ...(isWhole ? {} : { marks: marksOf(view, signed, (part) => isProven(checked?.find((each) => each.part === part), from), words) }),
  }
}

const KIND: Readonly<Record<SignatureVerdict, SignatureView['kind']>> = {
  verified: 'success', known: 'notice', unproven: 'notice', other: 'warning', 'no-key': 'notice', broken: 'warning', expired: 'warning', revoked: 'warning', unreadable: 'warning', unchecked: 'notice', 'too-large': 'notice',
}

/** How a verdict is shown, besides its words. */
export function kindOf(verdict: SignatureVerdict): SignatureView['kind'] {
  return KIND[verdict]
}

/** Whether every signature of a part is the sender's by a key of theirs. */
function isProven(checked: CheckedPart | undefined, from: readonly string[]): boolean {
  return checked !== undefined && ['verified', 'known'].includes(worstOf(verdictsOn(checked, from).map(({ verdict }) => verdict)))
}

/** Which bodies and files are signed. Of a block in a text no more is than stands between its lines; what a signature does not prove has no mark, since a mark would be believed. */
function marksOf({ bodies, attachments }: MessageView, signed: readonly SignedPart[], proves: (part: SignedPart) => boolean, { signatures }: PageWords): NonNullable<SignatureView['marks']> {
  return Object.fromEntries([...bodies, ...attachments].flatMap(({ section }) => {
    const part = signed.find((each) => isCovered(each, section))
    if (part && !proves(part)) return []
    const says = !part ? signatures.outside : part.kind === 'clear' ? signatures.between : signatures.inside
    return [[section, { isSigned: part !== undefined, says }]]
  }))
}
