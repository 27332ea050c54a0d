import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { CertificateAuthority } from '#lib/testing/fakes/certificate-authority.ts'
import { clientCertificates, type CertificateNaming } from './client-certificates.ts'

const authority = await CertificateAuthority.create()

async function usersOf(naming: CertificateNaming, commonName: string, addresses: readonly string[]): Promise<readonly string[]> {
  const { cert } = await authority.issue(commonName, addresses)
  return clientCertificates({ authorities: authority.pem, naming, domains: ['example.test'] }).usersOf(new X509Certificate(cert))
}

test('addresses of ours name accounts, others nobody', async () => {
  assert.deepEqual(await usersOf('email', 'bob', ['Alice@Example.test']), ['alice'])
  assert.deepEqual(await usersOf('email', 'bob', ['alice@example.org', 'carol@example.test', 'alice@example.test']), ['carol', 'alice'])
  assert.deepEqual(await usersOf('email', 'bob', []), [])
  // One value that looks like two must stay one.
  assert.deepEqual(await usersOf('email', 'bob', ['x@example.org, email:alice@example.test']), [])
})

test('the common name is an account, or an address of ours', async () => {
  assert.deepEqual(await usersOf('common-name', 'Bob', ['alice@example.test']), ['bob'])
  assert.deepEqual(await usersOf('common-name', 'bob@example.test', []), ['bob'])
  assert.deepEqual(await usersOf('common-name', 'bob@example.org', []), [])
  assert.deepEqual(await usersOf('common-name', 'x\nCN=bob', []), [])
})
