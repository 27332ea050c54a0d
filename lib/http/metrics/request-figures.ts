import type { ServerResponse } from 'node:http'
import type { Family, Sample } from '#lib/log/figures/exposition.ts'
import { Histogram } from '#lib/log/figures/histogram.ts'
import { KINDS, kindOf, type RequestKind } from './request-kind.ts'

/** `gone`: the client left before there was an answer. */
const CLASSES = ['2xx', '3xx', '4xx', '5xx', 'gone'] as const
/** Upper bounds in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

/** What is counted of requests, from the first to the last of this process. Every combination of labels is there from the beginning. */
export class RequestFigures {
  readonly #answered = new Map<string, number>()
  readonly #durations = new Map<RequestKind, Histogram>()
  #underWay = 0

  constructor() {
    for (const kind of KINDS) this.#durations.set(kind, new Histogram(BUCKETS))
  }

  /** Counts the request for `path`, which stands below the base path, once it is over. */
  follow(path: string, response: ServerResponse, now: () => number = () => performance.now()): void {
    const kind = kindOf(path)
    const begun = now()
    this.#underWay += 1
    response.once('close', () => {
      this.#underWay -= 1
      const group = response.headersSent ? `${Math.floor(response.statusCode / 100)}xx` : 'gone'
      const key = `${kind} ${group}`
      this.#answered.set(key, (this.#answered.get(key) ?? 0) + 1)
      // Streams of events last as long as the page that listens: no time in which anybody waited.
      if (group !== 'gone' && !isStream(response)) this.#durations.get(kind)?.note((now() - begun) / 1000)
    })
  }

  families(): readonly Family[] {
    return [
      { name: 'postern_http_requests_total', type: 'counter', help: 'Requests that are over, by kind and class of status.', samples: this.#counts() },
      { name: 'postern_http_request_duration_seconds', type: 'histogram', help: 'Seconds until an answer was sent whole, by kind; without streams of events.', samples: [...this.#durations].flatMap(([kind, histogram]) => histogram.samples({ kind })) },
      { name: 'postern_http_requests_under_way', type: 'gauge', help: 'Requests that are being answered, streams of events among them.', samples: [{ value: this.#underWay }] },
    ]
  }

  #counts(): Sample[] {
    return KINDS.flatMap((kind) => CLASSES.map((group) => ({ labels: { kind, class: group }, value: this.#answered.get(`${kind} ${group}`) ?? 0 })))
  }
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream')
}
