import type { Place, ReasonOf, Reasons } from '../reason.ts'

/**
 * What is wrong with a configuration. The sentences are words, `configMistakes`; each stands behind its place. `key` is a path such as
 * `site.lab.theme`, and names, files and values are told as the file has them.
 */
export const CONFIG_MISTAKES = {
  // Files
  'no-file': ['file'],
  unreadable: ['file', 'error'],
  'unreadable-somehow': ['file'],
  'too-large': ['file'],

  // What cannot be read as TOML
  'toml-other': ['words'],
  'toml-too-deep': [],
  'toml-value': [],
  'toml-leading-zero': [],
  'toml-underscore': [],
  'toml-number-character': [],
  'toml-number-unfinished': [],
  'toml-number-too-large': [],
  'toml-date': [],
  'toml-said-twice': [],
  'toml-header': [],
  'toml-line-end': [],
  'toml-control-in-text': [],
  'toml-control-in-comment': [],
  'toml-unicode-escape': [],
  'toml-escape': [],
  'toml-text-unfinished': [],
  'toml-key-unfinished': [],
  'toml-key-missing': [],
  'toml-key-lines': [],
  'toml-key-character': [],
  'toml-comma': [],
  'toml-table-unfinished': [],
  'toml-list-unfinished': [],

  // Any key
  'must-be': ['key', 'expected'],
  'variable-must-be': ['expected'],
  'must-be-table': ['key'],
  'quoted-dots': ['key'],
  'unknown-key': ['key'],
  'nearly-known-key': ['key', 'near'],
  'list-of-tables': ['key', 'most', 'example'],
  'file-unreadable': ['key', 'file'],
  'file-empty': ['key', 'file'],
  'file-open-to-others': ['key', 'file'],

  // Defaults, locks and what is hidden
  'default-unknown': ['key', 'preference'],
  'default-nearly-known': ['key', 'preference', 'near'],
  'default-must-be': ['key', 'preference', 'expected'],
  'lock-unknown': ['key', 'preference'],
  'lock-nearly-known': ['key', 'preference', 'near'],
  'lock-must-be': ['key', 'preference', 'expected'],
  'lock-without-value': ['key'],
  'lock-part': ['key'],
  'lock-reason': ['key', 'most'],
  'hidden-list': ['key'],
  'hidden-unknown': ['key', 'value'],
  'hidden-no-text': ['key'],
  'written-twice': ['key'],

  // Links and contacts
  'link-part': ['key'],
  'link-title': ['key', 'expected'],
  'link-url': ['key'],
  'contact-part': ['key'],
  'contact-name': ['key', 'expected'],
  'contact-address': ['key'],

  // Sites, groups and directories
  'default-site-table': ['key'],
  'table-name': ['key', 'expected'],
  'group-members': ['key', 'expected'],
  'no-such-group': ['key', 'group'],
  'no-such-site': ['key', 'site'],
  'no-such-directory': ['key', 'directory'],
  'mapped-network': ['key', 'network', 'plain'],
  'chosen-already': ['key', 'value', 'site'],
  'chosen-already-as': ['key', 'value', 'site', 'written'],
  'message-size': ['key'],
  'directory-url': ['key', 'expected'],
  'directory-base': ['key'],
  'bind-name': ['key', 'as'],
  'bind-same-for-all': ['key'],
  'bind-password': ['key'],
  'book-base': ['key'],
  'book-of-nobody': ['key'],
  'passwords-of-others': ['key'],
  'book-of-service': ['key'],
  'book-same-for-all': ['key'],

  // What does not go together
  'origin-missing': ['host'],
  'in-the-clear': ['host'],
  'origin-in-the-clear': [],
  'certificate-and-key': [],
  together: ['keys'],
  'issuer-in-the-clear': [],
} as const satisfies Reasons

export type ConfigMistakeReason = ReasonOf<typeof CONFIG_MISTAKES>

/** One thing that is wrong with a configuration, and where. */
export interface ConfigMistake extends Place {
  readonly reason: ConfigMistakeReason
}
