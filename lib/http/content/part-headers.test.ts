import assert from 'node:assert/strict'
import { test } from 'node:test'
import { partHeaders } from './part-headers.ts'

const typeOf = (mediaType: string): string | null => partHeaders({ disposition: 'attachment', mediaType, name: 'x' }).get('content-type')

test('a download has its type where no program takes it for a page, else it is octets', () => {
  for (const type of ['application/pdf', 'application/vnd.ms-excel', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'text/csv', 'text/calendar']) assert.equal(typeOf(type), type)
  for (const type of ['text/html', 'image/svg+xml', 'application/hta', 'application/vnd.ms-htmlhelp', 'application/vnd.wap.xhtml+xml', 'application/vnd.mozilla.xul+xml', 'application/vnd.adobe.flash.movie', 'application/vnd.wap.wmlscriptc']) {
    assert.equal(typeOf(type), 'application/octet-stream', type)
  }
})
