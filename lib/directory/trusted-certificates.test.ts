import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { getCACertificates } from 'node:tls'
import { trustedCertificates } from './trusted-certificates.ts'

test('a file of certificates stands beside those of the system, and takes none away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-certificates-'))
  try {
    const file = join(folder, 'own.pem')
    writeFileSync(file, 'of our own')
    const usual = getCACertificates('default')
    assert.ok(usual.length > 10)
    assert.deepEqual(trustedCertificates(file), [...usual, 'of our own'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
