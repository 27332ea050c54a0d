import { withSeat } from '#lib/http/seats/seat-of-request.ts'
import { RouteBrowser, type Asked } from './route-site.ts'

/** A browser that keeps every cookie, and asks as the front lets it: for a seat. */
export class SeatedBrowser extends RouteBrowser {
  readonly jar = new Map<string, string>()

  async at(seat: number, path: string, asked: Asked = {}): Promise<Response> {
    this.#send()
    const response = await withSeat(seat, () => this.ask(path, asked))
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (/Max-Age=0/.test(set)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return response
  }

  async see<T>(seat: number, load: () => Promise<T>): Promise<T> {
    this.#send()
    return withSeat(seat, () => this.visit(load))
  }

  #send(): void {
    this.cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
