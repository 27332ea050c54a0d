import { copyAccount } from '../backup/copy-account.ts'
import { adoptCopy } from '../backup/adopt-copy.ts'
import { countsAgree } from '../quota/counts-agree.ts'
import { examineAccount } from '../repair/examine-account.ts'

/** Work on one account's folder that reads all of it: it is done in a thread of its own. What goes in and comes out can be copied. */
export const STORE_TASKS = { examine: examineAccount, copy: copyAccount, adopt: adoptCopy, countsAgree }

export type StoreTasks = typeof STORE_TASKS
