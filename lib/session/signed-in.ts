import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'

/** Somebody who is signed in. Nothing of it may reach a browser except `user` and `address`. */
export interface SignedIn {
  /** Random; never shown. Form tokens are made from it. */
  readonly id: string
  /** Names the account for everything that the gateway keeps: site, IMAP host, port and user (see account-identity.ts). */
  readonly account: string
  readonly user: string
  /** The administrator who reads the mail of `user` to help; undefined for whoever signed in as themselves. Then nothing may be changed. */
  readonly support?: string
  /** The sender's address: the user name, with the site's domain where it has none. */
  readonly address: string
  readonly imap: ServerAddress
  readonly smtp: ServerAddress
  /** On a computer that others use: nothing is kept in the browser, and the session ends soon when nobody goes on. */
  readonly onPublicComputer: boolean
  /** A function, so that no serializer ever takes the password along. */
  readonly credentials: () => Credentials
}
