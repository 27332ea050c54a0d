import type { Alert } from './sites/alert.ts'

/** What the browser is told while it looks: something happened in a mailbox, or the session has ended. */
export type MailboxEvent =
  | {
      readonly kind: 'mailbox-changed'
      readonly mailbox: string
      /** `counts` where only the numbers are known to be others than before. */
      readonly change: 'arrived' | 'removed' | 'flags' | 'counts'
      readonly messages?: number
      readonly unseen?: number
    }
  | { readonly kind: 'signed-out' }
  /** The mail server is out of reach for now; the stream stays and goes on when it comes back. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'watching'; readonly mailbox: string }
  /** What everybody on the site has to see from now on; empty when that is nothing any more. */
  | { readonly kind: 'announced'; readonly alerts: readonly Alert[] }
  /** The version in which the theme of the page's reader is now. */
  | { readonly kind: 'themed'; readonly theme: string; readonly version: string }
