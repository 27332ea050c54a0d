import type { StoredMessage } from '#lib/mail-store/mail-store.ts'
import { readPreview } from '#lib/mime/preview.ts'
import { toOctets, writeString } from '../../protocol/quoting.ts'
import type { ComputedItem, StoredItem } from './fetch-items.ts'

/** `PREVIEW`: made at append; made now for a message that an older version has stored (RFC 8970 §3.2: never NIL). */
export const PREVIEW_ITEM: ComputedItem = {
  kind: 'computed',
  name: 'PREVIEW',
  fields: ['preview', 'parts'],
  async write(mailbox, message) {
    return written(message.preview ?? (await readPreview(message.parts ?? [], (range) => mailbox.content(message.uid, range))))
  },
}

/** `PREVIEW (LAZY)`: NIL where it has not been made (RFC 8970 §4.1). */
export const LAZY_PREVIEW_ITEM: StoredItem = {
  kind: 'stored',
  name: 'PREVIEW (LAZY)',
  fields: ['preview'],
  write: ({ preview }: StoredMessage) => (preview === undefined ? 'PREVIEW NIL' : written(preview)),
}

function written(preview: string): string {
  return `PREVIEW ${writeString(toOctets(preview))}`
}
