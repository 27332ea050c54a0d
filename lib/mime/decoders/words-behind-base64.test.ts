import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsBehindBase64 } from './words-behind-base64.ts'

const lines = Buffer.from('Words of a letter, and more of them. '.repeat(10)).toString('base64').replace(/.{76}/g, '$&\r\n')
const footer = '_______________________________________________\r\nList mailing list\r\nhttps://lists.example.org/\r\n'
const at = (text: string): number => wordsBehindBase64(Buffer.from(text, 'latin1'))

test('the footer of a mailing list below base64 is words', () => {
  for (const data of [`${lines}\r\n`, `${lines}=\r\n\r\n`, 'R3LDvMOfZQ==\n']) {
    assert.equal(at(data + footer), data.length, data)
    assert.equal(at(`${data}To unsubscribe, write.\r\nGoodbye\r\n`), data.length)
  }
})

test('what belongs to the base64, or only stands in it by mistake, is none', () => {
  for (const text of ['', lines, `${lines}\r\n`, footer, `${lines}\r\n!\r\n${lines}`, `R3LD\r\n\r\nvMOf\r\n`, `${lines}=\r\n${lines}==\r\n`, 'A'.repeat(5000), `${'A B'.repeat(2000)}`]) assert.equal(at(text), text.length, text)
})
