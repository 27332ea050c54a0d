/** What an IMAP server is told by ID (RFC 2971) of whom a gateway signs in for, in the words of Dovecot's `login_trusted_networks`. */
export function originOf(address: string): Readonly<Record<string, string>> {
  return { 'x-originating-ip': address }
}
