import { AsyncLocalStorage } from 'node:async_hooks'
import { readCookie } from '#lib/session/cookies.ts'

/* `next/headers` for tests that call routes and the loaders of pages themselves: what belongs to the request that is being answered. */

const requests = new AsyncLocalStorage<Headers>()

/** Runs the work as the framework does for a request with those headers: the same object for all of it. */
export function whileAnswering<T>(sent: Headers, work: () => Promise<T>): Promise<T> {
  return requests.run(sent, work)
}

export async function headers(): Promise<Headers> {
  const sent = requests.getStore()
  if (!sent) throw new Error('no request is being answered')
  return sent
}

export async function cookies(): Promise<{ get(name: string): { readonly value: string } | undefined }> {
  const sent = (await headers()).get('cookie')
  return {
    get: (name) => {
      const value = readCookie(sent, name)
      return value === undefined ? undefined : { value }
    },
  }
}
