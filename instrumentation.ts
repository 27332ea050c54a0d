/** Called by the framework once, before it answers anybody: what waited in the outbox when the last process ended leaves when it is due, and what was put off comes back. */
export async function register(): Promise<void> {
  const { outbox } = await import('#lib/http/writing/outbox-site.ts')
  await outbox()
  const { reminders } = await import('#lib/http/reminders/reminder-site.ts')
  await reminders()
}
