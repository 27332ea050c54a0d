/** Fields of the compose form whose text is checked. */
export type AddressFieldName = 'to' | 'cc' | 'bcc' | 'replyTo'
export type TypedFieldName = AddressFieldName | 'subject' | 'body' | 'headers'

/** An address as it was typed, and where. */
export interface TypedAddress {
  readonly text: string
  readonly field: AddressFieldName
}

type Nothing = Readonly<Record<never, never>>

/** What a refusal says beyond its failure: by name, what its sentence has to tell. The words are the reader's (lib/i18n). */
export interface Refusals {
  readonly 'nothing-chosen': Nothing
  readonly 'nobody-chosen': Nothing
  readonly 'fetch-not-pop3': Nothing
  readonly 'fetch-sign-in-refused': Nothing
  readonly 'fetch-running': Nothing
  readonly 'support-only-reads': Nothing
  readonly 'support-refused': { readonly user: string }
  readonly 'support-no-seat': Nothing
  readonly 'personal-alerts-many': { readonly most: number }
  readonly 'no-target': Nothing
  readonly 'deleting-not-confirmed': Nothing
  readonly 'removal-not-confirmed': Nothing

  readonly 'answered-already': Nothing
  readonly 'answer-not-sent': Nothing
  readonly 'unsubscribe-failed': { readonly host: string }

  readonly 'mailbox-name-empty': Nothing
  readonly 'mailbox-name-delimiter': { readonly delimiter: string }
  readonly 'mailbox-name-empty-level': { readonly delimiter: string }
  readonly 'mailbox-name-control': Nothing
  readonly 'mailbox-name-wildcard': Nothing
  readonly 'mailbox-name-long': Nothing
  readonly 'mailbox-name-taken': Nothing
  readonly 'inbox-fixed': Nothing

  readonly 'fields-control': { readonly fields: readonly TypedFieldName[] }
  readonly 'fields-long': { readonly fields: readonly TypedFieldName[]; readonly most: number }
  readonly 'addresses-unusable': { readonly addresses: readonly TypedAddress[] }
  readonly 'no-recipient': Nothing
  readonly 'header-line': { readonly line: string }
  readonly 'header-name': { readonly header: string }
  readonly 'recipients-many': { readonly most: number; readonly count: number }

  readonly 'compositions-many': { readonly most: number }
  readonly 'composition-changed': Nothing
  readonly 'composition-being-sent': Nothing
  readonly 'composition-leaving': Nothing
  readonly 'composition-not-discarded': Nothing
  readonly 'draft-long': Nothing

  readonly 'attachments-many': { readonly most: number }
  readonly 'attachment-large': { readonly name: string; readonly megabytes: number }
  readonly 'attachment-no-room': { readonly name: string }
  readonly 'attachments-no-space': { readonly name: string }
  readonly 'attachments-disk-full': Nothing
  readonly 'attachments-carried-large': Nothing
  readonly 'attachment-gone': { readonly name: string }
  readonly 'upload-broke-off': Nothing
  readonly 'message-large': Nothing
  readonly 'file-no-message': Nothing
  readonly 'attachment-large-link': { readonly name: string; readonly megabytes: number }
  readonly 'link-large': { readonly name: string; readonly megabytes: number }
  readonly 'link-empty': { readonly name: string }
  readonly 'links-no-space': { readonly name: string }
  readonly 'link-ended': Nothing
  readonly 'file-infected': { readonly name: string; readonly virus: string }
  readonly 'file-not-scanned': { readonly name: string }
  readonly 'sender-not-relayed': { readonly address: string }
  readonly 'text-file-none': Nothing
  readonly 'text-file-not-text': { readonly name: string }
  readonly 'text-file-long': { readonly name: string }

  readonly 'template-name': Nothing
  readonly 'templates-no-mailbox': { readonly mailbox: string; readonly answer: string }
  readonly 'templates-many': { readonly most: number }
  readonly 'spelling-busy': Nothing
  readonly 'spelling-word': Nothing
  readonly 'spelling-words-many': { readonly most: number }

  readonly 'submission-unreachable': { readonly answer: string }
  readonly 'submission-untrusted': Nothing
  readonly 'submission-sign-in': { readonly answer: string }
  readonly 'submission-recipients': { readonly answer: string }
  readonly 'submission-refused': { readonly answer: string }
  readonly 'submission-too-large': { readonly answer: string }
  readonly 'submission-uncertain': Nothing
  readonly 'submission-not-repeated': { readonly answer: string }
  readonly 'keywords-refused': Nothing
  readonly 'reminder-time': Nothing
  readonly 'sending-time': Nothing
  readonly 'no-delivery-reports': Nothing
  readonly 'addresses-international': { readonly addresses: string }
  readonly 'sending-past': Nothing
  readonly 'sending-too-late': Nothing
  readonly 'sent-copy-missing': Nothing
  readonly 'sender-signed-out': Nothing

  readonly 'outside-unreachable': Nothing
  readonly 'outside-untrusted': Nothing
  readonly 'outside-not-allowed': Nothing
  readonly 'outside-password': Nothing
  readonly 'outside-forbidden': Nothing
  readonly 'outside-none': Nothing
  readonly 'outside-gone': Nothing
  readonly 'outside-large': Nothing
  readonly 'outside-slow': Nothing
  readonly 'outside-busy': Nothing
  readonly 'outside-many-gone': Nothing
  readonly 'outside-unfinished': Nothing
  readonly 'outside-failed': Nothing
  readonly 'outside-followed': Nothing
  readonly 'outside-nothing-chosen': Nothing
  readonly 'outside-moved': { readonly origin: string }
  readonly 'outside-many': { readonly most: number }

  readonly 'filters-unreachable': Nothing
  readonly 'filters-untrusted': Nothing
  readonly 'filters-not-understood': Nothing
  readonly 'filters-sign-in': Nothing
  readonly 'filters-busy': Nothing
  readonly 'filters-elsewhere': { readonly server: string }
  readonly 'filters-full': Nothing
  readonly 'filters-refused': { readonly answer: string }
  readonly 'filter-wrong': { readonly answer: string }
  readonly 'filter-gone': Nothing
  readonly 'filter-there': Nothing
  readonly 'filter-active': Nothing
  readonly 'filter-changed': Nothing
  readonly 'filter-name': Nothing
  readonly 'filter-large': { readonly kilobytes: number }
  readonly 'filter-not-text': Nothing
  readonly 'filter-unchecked': Nothing
  readonly 'filter-not-confirmed': Nothing
  readonly 'filter-no-file': Nothing

  readonly 'program-passwords-many': { readonly most: number }
  readonly 'own-password-wrong': Nothing

  readonly 'keys-many': { readonly most: number }
  readonly 'keys-none': Nothing
  readonly 'key-large': Nothing

  readonly 'password-wrong': Nothing
  readonly 'password-tries': Nothing
  readonly 'password-no-way': Nothing
  readonly 'password-differs': Nothing
  readonly 'password-short': { readonly least: number }
  readonly 'password-same': Nothing
  readonly 'password-name': Nothing
  readonly 'password-refused': { readonly answer: string }
  readonly 'password-directory': Nothing

  readonly 'card-changed': Nothing
  readonly 'card-there': Nothing
  readonly 'card-empty': Nothing
  readonly 'card-large': { readonly kilobytes: number }
  readonly 'card-birthday': Nothing
  readonly 'card-photo': { readonly kilobytes: number }
  readonly 'cards-many': { readonly most: number }
  readonly 'book-cannot-hold': { readonly title: string; readonly fields: readonly string[] }
  readonly 'book-takes-it-not': { readonly title: string }
  readonly 'book-silent': { readonly title: string }
  readonly 'books-many': { readonly most: number }
  readonly 'grants-many': { readonly most: number }
  readonly 'contact-address': Nothing
  readonly 'contact-not-confirmed': Nothing
  readonly 'no-contact-chosen': Nothing
  readonly 'no-contact-target': Nothing

  readonly 'import-empty': Nothing
  readonly 'import-format': Nothing
  readonly 'import-large': { readonly megabytes: number }
  readonly 'import-unreadable': { readonly most: number }
  readonly 'import-broken-off': Nothing
  readonly 'import-begun': Nothing
  readonly 'import-gone': Nothing
}

export type RefusalName = keyof Refusals
export type RefusalOf<Name extends RefusalName> = { readonly name: Name } & ([keyof Refusals[Name]] extends [never] ? { readonly with?: never } : { readonly with: Refusals[Name] })
export type Refusal = { readonly [Name in RefusalName]: RefusalOf<Name> }[RefusalName]
