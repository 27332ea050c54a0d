import type { Config, TlsMode } from '#lib/config/config.ts'
import type { InheritedSockets } from '#lib/config/handed-over.ts'
import type { Log } from '#lib/log/log.ts'

export type ServiceName = 'http' | 'https' | 'imap' | 'imaps' | 'pop3' | 'pop3s' | 'lmtp' | 'smtp' | 'submission' | 'submissions' | 'sieve' | 'ldap'

/** One listener that really listens. */
export interface Service {
  readonly host: string
  readonly port: number
  readonly tls: TlsMode
}

export type Services = Readonly<Partial<Record<ServiceName, Service>>>

/** A demonstration user; its password is no secret. */
export interface DemoUser {
  readonly name: string
  readonly address: string
  readonly password: string
}

/** What a part says once every listener of it is bound. */
export interface Report {
  readonly services: Services
  readonly users: readonly DemoUser[]
  /** Of the web part: the address people type, without the base path. */
  readonly origin?: string
}

/** A part that serves. */
export interface Running extends Report {
  /** Resolves when an administrator asks the whole site to end. */
  readonly shutdownAsked?: Promise<void>
  /** Takes the parts of a configuration that may change while it runs; a part without it has none. */
  reload?(config: Config): void
  /** Answers what is under way, then closes everything. */
  close(): Promise<void>
}

export type PartName = 'mail' | 'web'

/** What a part is started with besides its configuration. */
export interface StartOptions {
  readonly dev: boolean
  /** Sockets of this process that listen already. */
  readonly inherited: InheritedSockets
}

/** Starts one part in this process; resolves when it is ready. */
export type StartPart = (config: Config, log: Log, options: StartOptions) => Promise<Running>

/** Over the channel: the parent's words, and the child's answers. */
export interface StartMessage {
  readonly kind: 'start'
  readonly config: Config
  readonly dev: boolean
  /** By their numbers in the child. */
  readonly inherited: InheritedSockets
}

export interface ReloadMessage {
  readonly kind: 'reload'
  readonly config: Config
}

export type ParentMessage = StartMessage | ReloadMessage

export type ChildMessage = { readonly kind: 'ready'; readonly report: Report } | { readonly kind: 'refused'; readonly sentence: string } | { readonly kind: 'shutdown' }
