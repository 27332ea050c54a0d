import { expect } from '@playwright/test'

/** Why a row of the books is expected to fail; the report shows it beside the row. */
export const notYet = (reason: string) => ({ annotation: { type: 'not there yet', description: reason } })

/** What is not there yet need not be waited for. */
export const soon = expect.configure({ timeout: 500 })
