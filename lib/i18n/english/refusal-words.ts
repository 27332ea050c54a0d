import { detailRefusals } from './reading/detail-words.ts'
import { fetchingRefusals } from './people/fetching-words.ts'
import { filterRefusals } from './people/filter-words.ts'
import { passwordRefusals } from './people/password-words.ts'
import { insertingRefusals } from './writing/inserting-words.ts'
import { linkingRefusals } from './writing/linking-words.ts'
import { spellingRefusals } from './writing/spelling-words.ts'
import { templateRefusals } from './writing/template-words.ts'

/** What a refusal says beyond its failure, in English; by the name that lib/mail/refusal.ts gives it. */
export const refusal = {
  'nothing-chosen': 'Choose one or more messages first.',
  'nobody-chosen': 'Choose one or more people first.',
  'no-target': 'Choose a mailbox to move or copy to first.',
  'removal-not-confirmed': 'Nothing was removed. Choose the attachments and tick the box first: what is removed does not come back.',
  'deleting-not-confirmed': 'Nothing was deleted. Tick the box first: a deleted mailbox and its messages do not come back.',

  ...detailRefusals,

  'mailbox-name-empty': 'A mailbox needs a name. Type one.',
  'mailbox-name-delimiter': '“{delimiter}” separates levels and cannot stand in a name. To put it inside another mailbox, choose that one beside the name.',
  'mailbox-name-empty-level': 'Each part of a name between “{delimiter}” needs at least one letter.',
  'mailbox-name-control': 'There is a control character in this name. Remove it and try again.',
  'mailbox-name-wildcard': 'The characters “*” and “%” cannot stand in the name of a mailbox. Choose another name.',
  'mailbox-name-long': 'This name is too long for a mailbox. Choose a shorter one.',
  'mailbox-name-taken': 'A mailbox of this name exists already. Choose another name.',
  'inbox-fixed': 'The inbox cannot be renamed.',
  'support-only-reads': 'You are reading somebody else’s mail to help them: nothing else of theirs can be opened, and nothing can be changed.',
  'support-refused': 'The mail server does not open the mail of {user} for you. Either there is no such user, or your account may not act for others.',
  'support-no-seat': 'This browser cannot be signed in to one more account. Sign out of one first.',
  'personal-alerts-many': 'There are {most} alerts for one person each already. Take one back first.',

  'fields-control': 'There is a line break or another character in {fields} that cannot stand there. Remove it; everything else is kept.',
  'fields-long': '{fields} can hold {most, number} characters. Shorten the text, or attach it as a file.',
  'addresses-unusable': 'Not an address that mail can be sent to: {addresses}. Write addresses as name@example.org, with commas between them.',
  'no-recipient': 'There is no recipient yet. Fill in To, Cc or Bcc.',
  'recipients-many': 'A message can go to {most, number} recipients; this one names {count, number}.',

  'compositions-many': 'You have {most, number} messages open for writing. Send, postpone or discard some of them first.',
  'composition-changed': 'This message was changed in another window meanwhile. What you typed is kept here as a message of its own; the other one is open as well. Compare them and discard one.',
  'composition-being-sent': 'This message is being sent already. Wait a moment, then look into Sent.',
  'composition-leaving': 'This message is being sent or postponed already. Wait a moment, then look into Sent and Drafts.',
  'composition-not-discarded': 'This message is being sent, so it cannot be discarded.',
  'draft-long': 'The text of this draft is too long to be edited here. Open it in another mail program, or forward it as an attachment.',

  'attachments-many': 'A message can have {most, number} attachments. Remove some, or put several files into one archive.',
  'attachment-large': '“{name}” is too large and was not attached. This message can take {megabytes, number} MB more; files grow by a third on their way. Your text is kept.',
  'attachment-no-room': '“{name}” was not attached: this message can take nothing more. Your text is kept.',
  'attachments-no-space': 'There is no space for “{name}”: the messages you have open for writing hold too many attachments. Send or discard some of them.',
  'attachments-disk-full': 'There is no space left here for attachments. Nothing was lost; tell the administrator.',
  'attachments-carried-large': 'What this message brings along is larger than what can be sent from here. Download the attachments you need, write a new message and attach them to it.',
  'attachment-gone': 'The file “{name}” is not there any more, or not whole. Nothing was sent or moved, and your text is kept. Remove the file from the message, and attach it again if you need it.',
  'upload-broke-off': 'The upload broke off before it was complete. What you typed is kept; attach the file again.',
  'message-large': 'With its attachments this message is larger than what can be sent from here. Remove some and send again.',
  'file-no-message': 'This file holds no message. Choose one that ends in .eml.',

  ...fetchingRefusals,
  ...insertingRefusals,
  ...linkingRefusals,
  ...spellingRefusals,
  ...templateRefusals,

  'submission-unreachable': 'The server for outgoing mail cannot be reached ({answer}). Nothing was sent. Your message is kept. Try again in a moment.',
  'submission-untrusted': 'The certificate of the server for outgoing mail cannot be trusted, so nothing was sent to it. Your message is kept. Tell its administrator.',
  'submission-sign-in': 'The server for outgoing mail did not accept your user name and password: {answer}. Nothing was sent. Your message is kept.',
  'submission-recipients': 'Nothing was sent, because the server refused every recipient: {answer}. Your message is kept. Correct the addresses and send again.',
  'submission-refused': 'The server did not accept the message: {answer}. Nothing was sent. Your message is kept.',
  'submission-not-repeated': 'The server could not take the message now: {answer}. Nothing was sent. Your message is kept, but it is not tried again by itself, because no passwords are kept here. Send it again later.',
  'submission-too-large': 'The message is too large for the server: {answer}. Nothing was sent. Your message is kept. Remove an attachment and send again.',
  'submission-uncertain':
    'The connection was lost while the server was answering, so the message may have been sent. Ask a recipient before you send it again; if it is sent again, those who have it already see it as the same message, not as a second one.',
  'header-line': 'This is no header line: “{line}”. Write each as Name: value, in one line.',
  'header-name': '“{header}” cannot stand among header lines of your own: Postern or the mail server writes it, it is there twice, or there are too many.',
  'no-delivery-reports': 'The mail server makes no delivery reports, so nothing was sent. Choose something else under “Ask for”, and send again.',
  'addresses-international': 'The mail server takes no addresses with letters beyond a to z before the “@”: {addresses}. Nothing was sent. Your message is kept. Write to another address.',
  'keywords-refused': 'Your mail server keeps no keywords for messages in this mailbox, so nothing can come back from here by itself.',
  'reminder-time': 'Choose a date and time that is ahead, by a year at most, such as 2026-11-22 09:30.',
  'sending-time': 'This is no date and time. Write it as 2026-11-22 09:30.',
  'sending-past': 'That time has gone by. Choose a later one, or send now.',
  'sender-not-relayed': 'From {address} nothing is sent when you are not signed in: only from the address of your account, or one that an administrator has given you. Choose another sender, or send it while you are signed in. Your message is kept.',
  'sending-too-late': 'That is more than a year away. Choose an earlier time.',
  'sent-copy-missing': 'The message was sent; its copy could not be put into Sent yet.',
  'sender-signed-out': 'You had signed out, or Postern was started anew, and no password to send with is kept here. Nothing was sent. Send the message now.',

  'outside-unreachable': 'The other server cannot be reached. Your contacts here are not affected.',
  'outside-untrusted': 'The certificate of the other server cannot be trusted, so your password was not sent to it.',
  'outside-not-allowed': 'This server may not be asked from here. Address books are fetched over HTTPS from servers that your site allows.',
  'outside-password': 'The other server does not accept this user name and password. It is not asked again before you have given another password.',
  'outside-forbidden': 'The other server does not let you do this.',
  'outside-none': 'No address books were found there. Ask whoever runs the server for its CardDAV address.',
  'outside-gone': 'The other server does not have this address book any more. Your contacts here stay.',
  'outside-large': 'The address book there is too large to be synchronised.',
  'outside-slow': 'The other server does not answer in time. Your contacts here are not affected.',
  'outside-busy': 'The other server has too much to do and asks to be left alone for a while.',
  'outside-many-gone': 'More than half of the contacts are gone on the other server. Nothing was deleted here.',
  'outside-unfinished': 'Not everything has been synchronised yet. The rest follows.',
  'outside-failed': 'The other server did not do what it was asked for. Your contacts here are not affected.',
  'outside-followed': 'You have this address book already.',
  'outside-nothing-chosen': 'Choose one or more address books first.',
  'outside-moved': 'The address books are said to be at {origin}. If you trust that server with your password, type its address.',
  'outside-many': 'You can have {most, number} other servers. Stop using one first.',

  ...filterRefusals,

  'program-passwords-many': 'You can have {most, number} passwords for programs. Revoke one that you no longer use.',
  'own-password-wrong': 'This is not the password with which you signed in here. Nothing was made.',

  'keys-many': 'You can keep {most, number} keys and certificates. Remove one that you no longer need.',
  'keys-none': 'There is no public key and no certificate in what you gave.',
  'key-large': 'This key is too large to be kept.',

  ...passwordRefusals,

  'card-changed': 'Somebody changed this contact in the meantime. Nothing was overwritten: compare what is there now with what you typed, and save again.',
  'card-there': 'This contact is in that address book already.',
  'card-empty': 'A contact needs a name, an address or a number. Type one of them.',
  'card-large': 'A contact can take {kilobytes, number} kB. Shorten its note or choose a smaller photo.',
  'card-birthday': 'This is no date. Write the birthday as 1985-04-12, or as 04-12 without the year.',
  'card-photo': 'A photo is a JPEG, PNG, GIF or WebP file of at most {kilobytes, number} kB.',
  'cards-many': 'An address book can hold {most, number} contacts.',
  'book-cannot-hold': '{title} is kept in a directory, which has no place for: {fields}. Leave it out, or choose another address book. Nothing was changed.',
  'book-takes-it-not': '{title} is kept in a directory, which does not take this value. Nothing was changed.',
  'book-silent': '{title} is kept in a directory that does not answer at the moment.',
  'books-many': 'You can have {most, number} address books. Delete one that you no longer need.',
  'grants-many': 'A book can be shared with {most, number} users and groups. Share it with a group instead.',
  'contact-address': 'This is not an address that mail can be sent to. Write it as name@example.org.',
  'contact-not-confirmed': 'Nothing was deleted. Tick the box first: what is deleted does not come back.',
  'no-contact-chosen': 'Choose one or more contacts first.',
  'no-contact-target': 'Choose an address book or a group first.',

  'import-empty': 'There is nothing in this file. Choose another one.',
  'import-format': 'This is no file of contacts that can be read here: vCard, LDIF, CSV or a PINE address book. Export it in one of these formats and try again.',
  'import-large': 'A file of contacts can take {megabytes, number} MB. Import it in several pieces.',
  'import-unreadable': 'More than {most, number} records of this file cannot be read. Probably the format or the character set is another one.',
  'import-broken-off': 'The import was broken off because the program was stopped. Upload the file once more.',
  'import-begun': 'This import has begun or ended already.',
  'import-gone': 'This import is not there any more. Upload the file once more.',
} as const

/** Pieces of those sentences. */
export const refusalParts = {
  addressIn: '“{text}” in {field}',
  more: 'and {count, number} more',
} as const
