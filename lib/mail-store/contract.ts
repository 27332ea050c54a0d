import { describe } from 'node:test'
import { annotationsContract } from './contract/annotations-contract.ts'
import { appendContract } from './contract/append-contract.ts'
import { changesContract } from './contract/changes-contract.ts'
import { copyContract } from './contract/copy-contract.ts'
import { flagsContract } from './contract/flags-contract.ts'
import { mailboxesContract } from './contract/mailboxes-contract.ts'
import { quotaContract } from './contract/quota-contract.ts'
import { readingContract } from './contract/reading-contract.ts'
import { seenContract } from './contract/seen-contract.ts'
import { scenarios, type OpenStores } from './contract/scenario.ts'

/** The test of every promise of MailStores, run by each kind of store. `reopen` is given where a store outlives its process. */
export function mailStoreContract(name: string, open: OpenStores): void {
  describe(`${name} keeps the contract of mail stores`, () => {
    const scenario = scenarios(open)
    mailboxesContract(scenario)
    appendContract(scenario)
    readingContract(scenario)
    flagsContract(scenario)
    copyContract(scenario)
    changesContract(scenario)
    annotationsContract(scenario)
    seenContract(scenario)
    quotaContract(scenario)
  })
}
