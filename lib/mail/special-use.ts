/** The special uses of RFC 6154 that Postern gives a meaning to. */
export const SPECIAL_USES = ['\\Drafts', '\\Sent', '\\Trash', '\\Junk', '\\Archive'] as const
export type SpecialUse = (typeof SPECIAL_USES)[number]

/** Full names of mailboxes that a person has for those uses, whatever the server marks. */
export type ChosenMailboxes = Readonly<Partial<Record<SpecialUse, string>>>

/** The mailbox name used where a server has none with that special use. */
export const DEFAULT_NAMES: Readonly<Record<SpecialUse, string>> = {
  '\\Drafts': 'Drafts',
  '\\Sent': 'Sent',
  '\\Trash': 'Trash',
  '\\Junk': 'Junk',
  '\\Archive': 'Archive',
}
