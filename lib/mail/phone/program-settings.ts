import type { ServerAddress } from '../network/server-address.ts'

/** A server as a person or a program on another device is told of it. */
export type ProgramServer = Pick<ServerAddress, 'host' | 'port' | 'tls'>

/** The servers that other programs use: one to read mail by IMAP, one to send it by submission. */
export interface ProgramServers {
  readonly imap: ProgramServer
  readonly smtp: ProgramServer
}

/** What people are called at the server: their whole address, or what stands before its "@". */
export type UserNameForm = 'address' | 'local-part'

/** Everything that a program without any account yet is told about a domain. */
export interface DomainSettings extends ProgramServers {
  readonly domain: string
  /** What the site calls itself. */
  readonly title: string
  readonly userName: UserNameForm
}

/** The two halves of an address; undefined when it is none. Never throws and takes nothing longer than RFC 5321 §4.5.3.1 allows. */
export function splitAddress(text: string): { readonly localPart: string; readonly domain: string } | undefined {
  const at = text.lastIndexOf('@')
  const [localPart, domain] = [text.slice(0, at), text.slice(at + 1).toLowerCase()]
  if (at < 1 || localPart.length > 64 || domain.length > 253 || !/^[^\s\p{C}@<>%]+$/u.test(localPart)) return undefined
  return /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u.test(domain) ? { localPart, domain } : undefined
}
