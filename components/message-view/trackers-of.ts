import type { BodyView } from '#lib/mail/reading/message-view.ts'

/** The trackers of all bodies of a message. */
export function trackersOf(bodies: readonly BodyView[]): { readonly count: number; readonly names: readonly string[] } {
  const all = bodies.flatMap((body) => (body.kind === 'html' ? [body.trackers] : []))
  return { count: all.reduce((sum, { count }) => sum + count, 0), names: [...new Set(all.flatMap(({ names }) => names))] }
}
