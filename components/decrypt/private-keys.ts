/** A private key as this browser keeps it: in armour, under its passphrase. */
export interface KeptPrivateKey {
  readonly armored: string
  readonly name: string
}

const DATABASE = 'postern-private-keys'
const STORE = 'keys'

/** The private key that this browser keeps for an account; undefined where there is none, and where the browser keeps nothing. */
export async function keptPrivateKey(account: string): Promise<KeptPrivateKey | undefined> {
  return (await inStore('readonly', (store) => store.get(account)).catch(() => undefined)) as KeptPrivateKey | undefined
}

/** Keeps it in the place of any other one. Resolves too where the browser keeps nothing: then it is chosen again the next time. */
export async function keepPrivateKey(account: string, key: KeptPrivateKey): Promise<void> {
  await inStore('readwrite', (store) => store.put({ armored: key.armored, name: key.name }, account)).catch(() => undefined)
}

export async function forgetPrivateKey(account: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(account)).catch(() => undefined)
}

async function inStore(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await settled(opening())
  try {
    return await settled(ask(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

function opening(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return request
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('database'))
  })
}
