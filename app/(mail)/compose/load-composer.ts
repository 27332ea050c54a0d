import type { ComposerForm, OpenedComposition } from '#components/composer/opening/opened-composition.ts'
import { isTextOnly } from '#lib/gateway/writing/formatted/keep-format.ts'
import { offeredIdentities } from '#lib/gateway/writing/identity/identities.ts'
import { imposedBlindCopies } from '#lib/gateway/writing/identity/imposed-fields.ts'
import { mayChooseCopy } from '#lib/gateway/writing/sending/copy-target.ts'
import { viewComposition } from '#lib/gateway/writing/view-composition.ts'
import type { Writer } from '#lib/gateway/writing/writing.ts'
import { viewSpelling } from '#lib/http/writing/spelling-site.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { currentSite, type SignedIn } from '#lib/http/wiring.ts'

/** What the form of each composition of this writer is made of, where it is from `from`. */
export async function loadComposerForm(session: SignedIn, writer: Writer, from = ''): Promise<ComposerForm> {
  const [words, formats] = [await pageWords(), await pageFormats()]
  return {
    identities: offeredIdentities(writer, from).map(({ from, replyTo, signature, formatted }) => ({ from, replyTo, signature, formatted })),
    locked: { replyTo: writer.imposed.has('identity.reply_to'), blindCopies: imposedBlindCopies(writer) },
    hasHeaderLines: writer.habits['composing.header_lines'],
    extraWords: words.composing,
    editingWords: words.editing,
    insertingWords: words.inserting,
    linking: linkingOf(writer.fileLinks, words, formats.size),
    keepsSent: writer.habits['composing.save_sent'],
    mayFormat: !isTextOnly(writer),
    signIn: await isAtSite(session) ? { password: words.signIn.password, submit: words.signIn.submit } : undefined,
  }
}

/** A composition that has just begun, with its form; undefined for one that is not written in that form. */
export async function openedComposition(session: SignedIn, writer: Writer, id: string): Promise<OpenedComposition | undefined> {
  const view = await viewComposition(writer, id)
  if (view?.kind !== 'open' || view.state !== 'open' || view.composition.kind === 'redirect') return undefined
  const { composition, usableSize } = view
  const [words, spelling] = [await pageWords(), await viewSpelling(session, composition.body, undefined)]
  return {
    composition,
    usableSize,
    form: await loadComposerForm(session, writer, composition.from),
    choosesCopy: mayChooseCopy(writer),
    templateWords: words.templates.compose,
    spelling: spelling && { view: spelling, words: words.spelling },
  }
}

function linkingOf(desk: Writer['fileLinks'], { linking: { asLink, asLinkHint, offer } }: PageWords, size: (octets: number) => string): ComposerForm['linking'] {
  return desk && { most: desk.rules.size, asLink, offer, hint: asLinkHint({ size: size(desk.rules.size), days: desk.rules.days }) }
}

/** Whether their mail server is the one that a sign-in without another means. */
async function isAtSite(session: SignedIn): Promise<boolean> {
  const { servers: { imap } } = await currentSite(session)
  return session.imap.host === imap.host && session.imap.port === imap.port
}
