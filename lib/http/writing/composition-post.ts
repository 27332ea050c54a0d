import { insertLinks, linkFile } from '#lib/gateway/file-links/link-file.ts'
import { attachFile } from '#lib/gateway/writing/attach-file.ts'
import { dropFiles, insertText } from '#lib/gateway/writing/attaching/insert-text.ts'
import { alreadyPerformed, performIntent, type Performed } from '#lib/gateway/writing/perform-intent.ts'
import { saveComposition } from '#lib/gateway/writing/save-composition.ts'
import type { Writer } from '#lib/gateway/writing/writing.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { CompositionIntent } from '#lib/mail/composition.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { json, seeOther, withQuery } from '../answers.ts'
import type { Entrance, PublicCall } from '../call.ts'
import { rememberFailedForm, rememberFields, type FormFields } from '../failed-forms.ts'
import { compositionNotice } from '../wording/notices.ts'
import { explainFailure } from '../wording/failure-sentences.ts'
import { readBody } from '../request/request-body.ts'
import { isFormToken, judgeOrigin } from '../request/same-origin.ts'
import { fieldsOfJson, readCompositionForm } from './composition-form.ts'
import { readUpload } from './read-upload.ts'
import { readSpellingChange, spellingFields, withSpellingChange } from './spelling-form.ts'

/** What a post to a composition needs of the site. */
export interface WritingSite {
  readonly entrance: Entrance
  sessionOf(request: Request): Promise<SignedIn | undefined>
  writerOf(session: SignedIn): Promise<Writer>
  urls(): Urls
  readonly spelling: {
    rememberWord(session: SignedIn, word: string): Promise<void>
    rememberLanguages(session: SignedIn, languages: readonly string[]): Promise<void>
  }
}

/** Two million characters of text, four octets each at most, and room for the other fields. */
const TEXT_OCTETS = 9 * 1024 * 1024
/** Four for each unknown word, and the languages, beside the fields of the message. */
const UPLOAD_LIMITS = { fieldOctets: TEXT_OCTETS, fields: 800, files: 200 }

/*
 * The form is read before anybody asks who sent it: what was typed must survive an ended session. It is saved before the first file
 * is read, so a file that is too large, or a connection that breaks, costs no word.
 */

/** One post of the compose form or of the script that enhances it. */
export async function postToComposition(site: WritingSite, call: PublicCall<{ readonly composition: string }, undefined, undefined>): Promise<Response> {
  const post = new CompositionPost(site, call)
  const isJson = (call.request.headers.get('content-type') ?? '').toLowerCase().startsWith('application/json')
  return isJson ? post.fromScript() : post.fromForm()
}

class CompositionPost {
  readonly #site: WritingSite
  readonly #call: PublicCall<{ readonly composition: string }, undefined, undefined>
  #writer: Writer | undefined
  /** The composition that has the text; another one after a conflict. */
  #target: string
  #conflict = false
  #saved = false
  /** Attachments that came with this post. */
  readonly #arrived: string[] = []
  /** Links to files that came with it. */
  readonly #linked: string[] = []

  constructor(site: WritingSite, call: PublicCall<{ readonly composition: string }, undefined, undefined>) {
    this.#site = site
    this.#call = call
    this.#target = call.params.composition
  }

  async fromScript(): Promise<Response> {
    const posted = await readBody(this.#call.request, TEXT_OCTETS)
    if (posted.kind !== 'json') throw new GatewayError('invalid', 'JSON')
    if (this.#call.request.headers.get('x-postern') === null) throw new GatewayError('forbidden-origin', 'X-Postern')
    return this.#perform(fieldsOfJson(posted.value))
  }

  async fromForm(): Promise<Response> {
    const read = await readUpload(this.#call.request, UPLOAD_LIMITS, async (file, before) => {
      const writer = await this.#save(before)
      if (before['as-link']?.[0] === '1') return void this.#linked.push((await linkFile(writer, file)).id)
      const { attachments } = await attachFile(writer, this.#target, { ...file, isInline: before['inline']?.[0] === '1' })
      this.#arrived.push(...attachments.slice(-1).map(({ id }) => id))
    })
    try {
      if (read.failure !== undefined && !isGone(read.failure)) {
        const writer = await this.#save(read.fields)
        await this.#insertLinks(writer)
        if (readCompositionForm(read.fields).intent === 'insert-text') await dropFiles(writer, this.#target, this.#arrived)
        throw read.failure
      }
      return await this.#perform(read.fields)
    } catch (error) {
      if (this.#call.wants === 'json') throw error
      return this.#failed(error, read.fields)
    }
  }

  async #perform(fields: FormFields): Promise<Response> {
    const { intent, ...details } = readCompositionForm(fields)
    const writer = await this.#signIn(fields)
    try {
      await this.#save(fields)
      await this.#insertLinks(writer)
      await this.#learn(intent, fields)
      // What came to be inserted belongs to the text that is kept beside the other one.
      if (this.#conflict && intent === 'insert-text') await insertText(writer, this.#target, this.#arrived)
      if (this.#conflict) return this.#conflicted(fields)
      return await this.#answer(intent, await performIntent(writer, this.#target, intent, { ...details, arrived: this.#arrived }), fields)
    } catch (error) {
      const before = isGatewayError(error) && error.failure === 'no-such-composition' ? await alreadyPerformed(writer, this.#target, intent) : undefined
      if (before) return await this.#answer(intent, before, fields)
      throw error
    }
  }

  /** Who it is, and that it is theirs to say. */
  async #signIn(fields: FormFields): Promise<Writer> {
    if (this.#writer) return this.#writer
    const session = await this.#site.sessionOf(this.#call.request)
    if (!session) throw new GatewayError('not-signed-in')
    this.#checkToken(fields, session)
    this.#writer = await this.#site.writerOf(session)
    return this.#writer
  }

  /** The text on the disk, once a post; what is given up needs no saving. */
  async #save(fields: FormFields): Promise<Writer> {
    const writer = await this.#signIn(fields)
    const { intent, typed, revision } = readCompositionForm(fields)
    if (this.#saved || !typed || intent === 'discard') return writer
    const text = intent === 'change-spelling' ? { ...typed, body: withSpellingChange(typed['body'] ?? '', readSpellingChange(fields)) } : typed
    const { kept, conflict } = await saveComposition(writer, this.#target, revision, text)
    this.#target = kept.id
    this.#conflict = conflict
    this.#saved = true
    return writer
  }

  /** What was kept is named in the text, also where another file of the post was refused. */
  async #insertLinks(writer: Writer): Promise<void> {
    if (this.#linked.length > 0) await insertLinks(writer, this.#target, this.#linked.splice(0))
  }

  /** What the person said of words and languages for all their texts. */
  async #learn(intent: CompositionIntent, fields: FormFields): Promise<void> {
    if (intent !== 'check-spelling' && intent !== 'change-spelling') return
    const session = await this.#site.sessionOf(this.#call.request)
    if (!session) throw new GatewayError('not-signed-in')
    await this.#site.spelling.rememberLanguages(session, fields['spelling-language'] ?? [])
    const change = intent === 'change-spelling' ? readSpellingChange(fields) : undefined
    if (change?.action === 'remember') await this.#site.spelling.rememberWord(session, change.word)
  }

  #checkToken(fields: FormFields, session: SignedIn): void {
    const { headers } = this.#call.request
    if (headers.get('x-postern') !== null) return
    const verdict = judgeOrigin(headers, this.#site.entrance.origins())
    if (verdict === 'unsaid' && !isFormToken(fields['token']?.[0], session.id)) throw new GatewayError('forbidden-origin', 'token')
  }

  async #answer(intent: CompositionIntent, performed: Performed, fields: FormFields): Promise<Response> {
    if (this.#call.wants === 'json') return json(performed)
    const { composition, outcome, hints } = performed
    const notice = compositionNotice(await this.#call.words(), intent, performed)
    const urls = this.#site.urls()
    if (composition && hints !== undefined) return seeOther(withQuery(urls.composition(composition.id), 'review', hints.join(' ')))
    if (composition && intent === 'look-up') return seeOther(urls.people({ composition: composition.id }))
    if (composition && intent.endsWith('-spelling')) return seeOther(withQuery(urls.composition(composition.id), 'spelling', rememberFields(spellingFields(fields))))
    if (composition) return seeOther(urls.composition(composition.id), notice)
    if (outcome?.result === 'sent') return seeOther(urls.composition(outcome.id), notice)
    return seeOther(outcome?.mailbox === undefined ? urls.home() : urls.mailbox(outcome.mailbox), notice)
  }

  async #conflicted(fields: FormFields): Promise<Response> {
    const words = await this.#call.words()
    const conflict = new GatewayError('conflict', 'composition', { refusal: { name: 'composition-changed' } })
    if (this.#call.wants === 'page') return this.#failed(conflict, fields)
    const { failure, sentence, status } = explainFailure(words, conflict)
    return json({ failure, sentence, requestId: this.#call.requestId, kept: this.#target }, status)
  }

  async #failed(error: unknown, fields: FormFields): Promise<Response> {
    const { requestId, log } = this.#call
    const explanation = explainFailure(await this.#call.words(), error)
    if (isGatewayError(error)) log.info('composition post failed', { failure: error.failure, detail: error.detail })
    else log.error('composition post failed', error)
    const id = rememberFailedForm({ ...explanation, requestId, fields })
    const page = this.#site.urls().composition(this.#target)
    // The sign-in page comes back to the composition with what was typed.
    if (explanation.failure === 'not-signed-in') return seeOther(this.#site.entrance.signInPath(withQuery(page, 'kept', id), id))
    if (explanation.failure === 'forbidden-origin') throw error
    return seeOther(withQuery(page, 'failed', id))
  }
}

/** Nothing to attach to any more: what became of the composition says more than that. */
function isGone(failure: unknown): boolean {
  return isGatewayError(failure) && failure.failure === 'no-such-composition'
}
