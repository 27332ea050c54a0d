/** The keys of postern.toml as each minor version had them: those that one should write, and old names that still worked. */
export interface KeysOfVersion {
  readonly keys: readonly string[]
  readonly deprecated: readonly string[]
}

/**
 * What administrators may have in their files. A version's keys are written here when it is released; from then on each has to be
 * known for ever, or to have stood deprecated for a minor version before it went, which a test asks of every version here.
 */
export const KEY_HISTORY: Readonly<Record<string, KeysOfVersion>> = {
  '0.1': {
    keys: [
      'title', 'sign_in_text', 'motd', 'theme', 'languages', 'admins', 'modules.help', 'modules.manage', 'modules.settings', 'modules.accounts',
      'modules.password', 'modules.phone', 'modules.program_passwords', 'modules.directory', 'modules.contacts', 'modules.outside_books',
      'outside_books.hosts', 'modules.filters', 'themes', 'words', 'data', 'log.level', 'http.host', 'http.port', 'http.https_port', 'http.public_origin',
      'http.behind_proxy', 'http.trusted_proxies', 'http.base_path', 'metrics.token', 'metrics.token_file', 'metrics.networks', 'tls.certificate',
      'tls.key', 'servers.imap_url', 'servers.smtp_url', 'servers.sieve_url', 'servers.free_choice', 'servers.free_choice_ports',
      'servers.free_choice_sieve', 'servers.domain', 'servers.authentication_hosts', 'clients.imap_url', 'clients.smtp_url', 'clients.user_name',
      'session.idle_minutes', 'session.total_minutes', 'session.public_computer', 'password.least_length', 'limits.message_size',
      'limits.connections_per_account', 'limits.page_size', 'preferences.storage', 'preferences.database', 'outbox.credentials', 'mail.host',
      'mail.domains', 'mail.smarthost', 'mail.imap_port', 'mail.imaps_port', 'mail.submission_port', 'mail.submissions_port', 'mail.smtp_port',
      'mail.lmtp_port', 'mail.ldap_port', 'auth.oauth_keys', 'auth.oauth_issuer', 'auth.oauth_audience', 'auth.oauth_user_claim',
      'auth.client_authorities', 'auth.certificate_user', 'auth.scram',
    ],
    deprecated: ['servers.ports'],
  },
}
