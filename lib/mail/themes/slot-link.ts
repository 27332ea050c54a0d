/** Whether a link of a text of an administrator is made into one: to the web, to mail and telephones, and to pages of the site. */
export function isSlotLink(href: string): boolean {
  return /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i.test(href)
}
