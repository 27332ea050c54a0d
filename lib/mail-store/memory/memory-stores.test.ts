import { mailStoreContract } from '../contract.ts'
import { createMemoryStores } from './memory-stores.ts'

mailStoreContract('The memory store', async (options) => ({ stores: createMemoryStores(options), cleanup: async () => undefined }))
