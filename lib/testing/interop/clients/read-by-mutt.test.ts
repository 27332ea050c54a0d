import assert from 'node:assert/strict'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { Spool } from '#lib/composition/spool.ts'
import type { NewMessage } from '#lib/mail-store/mail-store.ts'
import { buildAll, sha256, unflowed, type Built } from './build-kinds.ts'
import { startClientSite, type ClientSite } from './client-site.ts'

async function* messageOf(octets: Buffer): AsyncGenerator<NewMessage> {
  yield { flags: [], internalDate: new Date(), size: octets.length, content: () => Readable.from([octets]) }
}

describe('messages that Postern builds, as mutt reads them from its server', () => {
  let site: ClientSite
  let built: readonly Built[]
  before(async () => {
    site = await startClientSite()
    built = await buildAll(new Spool(path.join(site.home, 'spool')))
    const inbox = await site.mailbox('INBOX')
    for (const { octets } of built) await inbox.append(messageOf(octets))
  })
  after(() => site.stop())

  /** Opens the message of that number, from 1, and does what the keys say; answers the folder that it saves into. */
  async function readBy(number: number, keys: string): Promise<string> {
    const folder = path.join(site.home, String(number))
    await mkdir(folder, { recursive: true })
    const file = await site.write('muttrc', [
      ...[`set folder="imap://alice@127.0.0.1:${site.port}/"`, 'set imap_user=alice', 'set imap_pass="postern-alice"', 'set ssl_starttls=no', 'set ssl_force_tls=no', 'set spoolfile="+INBOX"'],
      ...['set quit=yes', 'set delete=no', 'set wait_key=no', 'set sort=mailbox-order', 'set mark_old=no', 'set pipe_decode=yes', 'set charset=utf-8', 'set assumed_charset=utf-8', 'set rfc2047_parameters=yes', 'set reflow_text=no', 'set resolve=no'],
      ...['ignore *', 'unignore subject', `set attach_save_dir="${folder}"`, 'set attach_save_without_prompting=yes', 'set implicit_autoview=no', 'alternative_order text/plain'],
      `push "<jump>${number}<enter>${keys}<exit><quit>"`,
      '',
    ].join('\n'))
    assert.equal(await site.onScreen(`neomutt -n -F ${file}`, []), '')
    return folder
  }

  it('every subject, every text, every name and every octet of a file', async () => {
    for (const [at, { subject, text, attachments }] of built.entries()) {
      // The text of an attached message is an entry of its own, behind it.
      const isMessage = attachments.some(([name]) => name.endsWith('.eml'))
      const saves = attachments.map(() => '<save-entry><previous-entry>').join('')
      const folder = await readBy(at + 1, `<pipe-message>cat > ${site.home}/decoded<enter>${saves === '' ? '' : `<view-attachments><last-entry>${isMessage ? '<previous-entry>' : ''}${saves}<exit>`}`)
      const [header = '', ...body] = (await readFile(path.join(site.home, 'decoded'), 'utf8')).split('\n\n')
      assert.equal(/^Subject: (.*)$/m.exec(header.replace(/\n(?=[ \t])/g, ''))?.[1], subject)
      assert.ok(unflowed(body.join('\n\n')).startsWith(text.trimEnd()), `${subject}: ${body.join('\n\n')}`)
      const saved = await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(path.join(folder, name))] as const))
      const found = saved.map(([name, octets]) => [name, name.endsWith('.eml') ? /^Subject: (.*)$/m.exec(octets.toString())?.[1] : sha256(octets)])
      assert.deepEqual(found.toSorted(byName), attachments.toSorted(byName), subject)
    }
    assert.deepEqual(site.errors(), [])
  })
})

const byName = ([one = '']: readonly (string | undefined)[], [other = '']: readonly (string | undefined)[]): number => (one < other ? -1 : 1)
