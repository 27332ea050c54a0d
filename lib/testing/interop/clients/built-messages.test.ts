import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { Spool } from '#lib/composition/spool.ts'
import { buildAll, unflowed, type Built } from './build-kinds.ts'
import { startClientSite, type ClientSite } from './client-site.ts'

/** Debian's own, wherever another stands before it on the path. */
const PYTHON = findProgram('/usr/bin/python3', 'python3') ?? 'python3'

const READ = `
import email, email.errors, email.policy, email.utils, hashlib, json, sys
for path in sys.argv[1:]:
    octets = open(path, 'rb').read()
    # Its parser of addresses takes minutes for ten thousand of them.
    policy = email.policy.compat32 if b'ten thousand' in octets[:4000] else email.policy.default
    # What RFC 6532 allows in a header it reads as text alone.
    is_utf8 = any(octet > 127 for octet in octets[:octets.index(b'\\r\\n\\r\\n')])
    m = email.message_from_string(octets.decode(), policy=policy) if is_utf8 else email.message_from_bytes(octets, policy=policy)
    headers = [] if policy is email.policy.compat32 else [(name, d) for name, value in m.items() for d in value.defects if not (is_utf8 and isinstance(d, email.errors.NonASCIILocalPartDefect))]
    parts = [p for p in m.walk() if p.get_content_disposition() == 'attachment']
    inner = lambda p: p.get_payload()[0]['subject'] if p.get_content_type() == 'message/rfc822' else hashlib.sha256(p.get_payload(decode=True)).hexdigest()
    text = next((p for p in m.walk() if p.get_content_type() == 'text/plain' and p.get_content_disposition() != 'attachment'), None)
    print(json.dumps({
        'type': m.get_content_type(), 'subject': m['subject'], 'from': email.utils.getaddresses(m.get_all('from')),
        'recipients': len(email.utils.getaddresses([str(v) for n in ('to', 'cc') for v in m.get_all(n, [])])),
        'text': text and text.get_payload(decode=True).decode(text.get_content_charset()),
        'attachments': [[p.get_filename(), inner(p)] for p in parts],
        'defects': [str(d) for p in m.walk() for d in p.defects] + [str(d) for d in headers],
    }))
`

describe('messages that Postern builds, as other programs read them', () => {
  let site: ClientSite
  let built: readonly Built[]
  let files: readonly string[]
  before(async () => {
    site = await startClientSite()
    built = await buildAll(new Spool(path.join(site.home, 'spool')))
    files = await Promise.all(built.map(({ octets }, at) => site.write(`${at}.eml`, octets.toString())))
  })
  after(() => site.stop())

  it('Python’s parser finds no defect, every name, every octet and ten thousand recipients', async () => {
    const read = (await site.run(PYTHON, await site.write('read.py', READ), ...files)).trim().split('\n').map((line) => JSON.parse(line) as { defects: string[]; subject: string; text: string; recipients: number; attachments: [string, string][] })
    for (const [at, { defects, subject, text, recipients, attachments }] of read.entries()) {
      const made = built[at] ?? assert.fail()
      assert.deepEqual([defects, subject.trim(), recipients, attachments], [[], made.subject, made.recipients, made.attachments], made.subject)
      assert.equal(unflowed(text).trimEnd(), made.text.trimEnd(), made.subject)
    }
    assert.equal(read.length, built.length)
  })
})
