import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryConfig, type TemporaryConfig } from '#lib/testing/mail-server-site.ts'
import { loadCertificate } from './certificate.ts'

const DAY = 86_400_000

describe('certificate', () => {
  let site: TemporaryConfig
  before(async () => { site = await temporaryConfig({ env: { POSTERN_MAIL_DOMAINS: 'museum.example' } }) })
  after(() => site.remove())

  it('is made once, for every name by which this machine and its domains are called', async () => {
    const first = await loadCertificate(site.config)
    const certificate = new X509Certificate(first.certificate)
    for (const name of ['localhost', 'museum.example']) assert.equal(certificate.checkHost(name), name)
    for (const address of ['127.0.0.1', '::1']) assert.ok(certificate.checkIP(address))
    assert.deepEqual(await loadCertificate(site.config), first)
  })

  it('is made anew a month before it ends, and for a new domain', async () => {
    const first = await loadCertificate(site.config)
    assert.deepEqual(await loadCertificate(site.config, new Date(Date.now() + 780 * DAY)), first)
    const renewed = await loadCertificate(site.config, new Date(Date.now() + 800 * DAY))
    assert.notEqual(renewed.certificate, first.certificate)
    const moved = { ...site.config, mail: { ...site.config.mail, domains: ['other.example'] } }
    assert.ok(new X509Certificate((await loadCertificate(moved)).certificate).checkHost('other.example'))
  })

  it('is the configured one where there is one', async () => {
    const [certificate, key] = [join(site.config.data, '..', 'c.pem'), join(site.config.data, '..', 'k.pem')]
    await writeFile(certificate, 'CERT')
    await writeFile(key, 'KEY')
    assert.deepEqual(await loadCertificate({ ...site.config, tls: { certificate, key } }), { certificate: 'CERT', key: 'KEY' })
  })
})
