/** Extensions of IMAP that the gateway uses where a server has them, and what their lack costs. IMAP4rev2 has some of them built in. */
const IMAP_EXTENSIONS: readonly { readonly name: string; readonly isOfRev2?: true; readonly costs: string }[] = [
  { name: 'IDLE', isOfRev2: true, costs: 'new mail is seen after half a minute and not at once' },
  { name: 'CONDSTORE', costs: 'what another device has marked is read anew, page by page' },
  { name: 'SORT', costs: 'the index stands in the order of arrival alone' },
  { name: 'LIST-STATUS', isOfRev2: true, costs: 'counts of mailboxes need a question each: signing in is slow with many of them' },
  { name: 'LIST-EXTENDED', isOfRev2: true, costs: 'subscriptions need a question of their own' },
  { name: 'SPECIAL-USE', isOfRev2: true, costs: 'Sent, Drafts, Trash and Junk are known by their names alone' },
  { name: 'MOVE', isOfRev2: true, costs: 'moving is copying and deleting: a broken connection between leaves both' },
  { name: 'UIDPLUS', isOfRev2: true, costs: 'deleting takes away whatever else is marked as deleted, and a draft is looked for after it is kept' },
  { name: 'NAMESPACE', isOfRev2: true, costs: 'mailboxes that others share are not told apart from one’s own' },
  { name: 'QUOTA', costs: 'how full the account is stands nowhere' },
  { name: 'METADATA', costs: 'preferences cannot be kept on the server (preferences.storage = "imap")' },
]

/** Those that these capabilities lack; in capitals. */
export function missingExtensions(capabilities: readonly string[]): typeof IMAP_EXTENSIONS {
  const isRev2 = capabilities.includes('IMAP4REV2')
  return IMAP_EXTENSIONS.filter(({ name, isOfRev2 }) => !capabilities.includes(name) && !(isRev2 && isOfRev2) && !(name === 'METADATA' && capabilities.includes('METADATA-SERVER')))
}
