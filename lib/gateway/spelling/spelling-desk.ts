import { findDictionaries } from '#lib/spelling/find-dictionaries.ts'
import type { DictionaryFiles } from '#lib/spelling/dictionary.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SpellingReport } from '#lib/mail/writing/spelling/unknown-word.ts'
import { ThreadPool, type ThreadLimits } from '../threads/thread-pool.ts'
import type { SpellingJob, SpellingResult } from './spelling-job.ts'

/** One thread, so that the dictionaries are in memory once; what it takes is given back when nobody has checked anything for a minute. */
const SPELLING_THREAD: ThreadLimits = { workers: 1, milliseconds: 10_000, waiting: 10_000, megabytes: 192, idle: 60_000, worker: new URL('./spelling-worker.ts', import.meta.url) }

/** Who has what checked. */
export interface SpellingRequest {
  readonly account: string
  readonly text: string
  /** Languages as somebody names them; what there is no dictionary of is left out. */
  readonly languages: readonly string[]
  readonly own: readonly string[]
}

/** Checks spelling for everybody, one text after the other and one of each account at a time. To be made where Node itself runs these files, once a process. */
export class SpellingDesk {
  readonly #threads: ThreadPool<SpellingJob, SpellingResult>
  readonly #log: Log
  readonly #directory: string | undefined
  readonly #busy = new Set<string>()
  #found: Promise<readonly DictionaryFiles[]> | undefined

  constructor(log: Log, directory: string | undefined, limits: Partial<ThreadLimits> = {}) {
    this.#log = log
    this.#directory = directory
    this.#threads = new ThreadPool({ ...SPELLING_THREAD, ...limits })
  }

  /** Languages of which there are dictionaries, of those that a site offers; an empty list offers all. */
  async languages(offered: readonly string[]): Promise<readonly string[]> {
    const there = (await this.#dictionaries()).map(({ language }) => language)
    return offered.length === 0 ? there : there.filter((language) => offered.some((each) => covers(each, language)))
  }

  /** Throws GatewayError 'server-busy' where another text of the same account is still checked, or it took too long. */
  async check({ account, text, languages, own }: SpellingRequest): Promise<SpellingReport> {
    if (this.#busy.has(account)) throw new GatewayError('server-busy', 'spelling', { refusal: { name: 'spelling-busy' } })
    const found = await this.#dictionaries()
    const dictionaries = languages.flatMap((language) => found.find((each) => each.language === language) ?? [])
    this.#busy.add(account)
    try {
      const { report, broken } = await this.#threads.run({ text, dictionaries, own })
      for (const each of broken) this.#log.warn('dictionary-unusable', each)
      return report
    } catch (error) {
      throw new GatewayError('server-busy', 'spelling given up', { cause: error, refusal: { name: 'spelling-busy' } })
    } finally {
      this.#busy.delete(account)
    }
  }

  close(): Promise<void> {
    return this.#threads.close()
  }

  #dictionaries(): Promise<readonly DictionaryFiles[]> {
    return (this.#found ??= findDictionaries(this.#directory).catch((error: unknown) => {
      this.#log.warn('dictionaries-unreadable', { reason: String(error) })
      return findDictionaries()
    }))
  }
}

/** `de` offers `de-AT`; `de-AT` itself alone. */
function covers(offered: string, language: string): boolean {
  const [one, other] = [offered.toLowerCase(), language.toLowerCase()]
  return other === one || other.startsWith(`${one}-`)
}
