/** Why a value holds that nobody gave. Names of keys are those of the file. */
export const valueSources = {
  default: 'default',
  'its-name': 'default (its name)',
  'default-site': 'the default site',
  demonstration: 'default (demonstration)',
  'behind-proxy': 'default (http.behind_proxy is on)',
  'nobody-trusted': 'default (nobody is trusted)',
  'on-loopback': 'default (bound to loopback)',
  'off-loopback': 'default (bound off loopback)',
  'from-imap-url': 'default (from servers.imap_url)',
  'first-domain': 'default (first of mail.domains)',
  'beside-imap-url': 'default (beside its servers.imap_url)',
  'from-own-imap-url': 'default (from its servers.imap_url)',
  'own-servers': 'default (its servers are others)',
  'from-servers': 'default (follows from its servers)',
  'every-directory': 'every directory there is',
  'of-directory': 'default (that of the directory)',
} as const
