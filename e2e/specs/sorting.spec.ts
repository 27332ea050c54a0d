import { expect, test } from '../support/test.ts'

test('the head of each column sorts by it, and once more the other way round', async ({ signedIn }) => {
  const mail = await signedIn('alice')
  for (const [column, first, second] of [['From', 'ascending', 'descending'], ['Size', 'descending', 'ascending'], ['Subject', 'ascending', 'descending'], ['Date', 'descending', 'ascending']] as const) {
    const head = mail.list.getByRole('columnheader', { name: column })
    await mail.sortBy(column)
    await expect(head).toHaveAttribute('aria-sort', first)
    await mail.sortBy(column)
    await expect(head).toHaveAttribute('aria-sort', second)
  }
})
