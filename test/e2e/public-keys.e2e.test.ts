import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { credentialSigner, pemOf, signedBy } from '../support/credential-signer'
import { runAperture, type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

const portal = credentialSigner('ES256')

let directory: TemporaryDirectory
let variables: Readonly<Record<string, string>>
let service: ServiceProcess

beforeAll(async () => {
  directory = await temporaryDirectory()
  const keyFile = path.join(directory.path, 'portal.pem')
  if (portal.publicKey === null) throw new Error('a signer without a public key')
  await writeFile(keyFile, pemOf(portal.publicKey), { mode: 0o644 })
  variables = {
    APERTURE_DATA_DIR: path.join(directory.path, 'data'),
    APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: keyFile,
  }
  service = await startService(variables)
})
afterAll(async () => {
  service.signal('SIGKILL')
  await service.ended
  await directory.remove()
})

const statusOf = async (address: string, bearer: string) =>
  (await fetch(`${service.url}${address}`, { headers: { authorization: `Bearer ${bearer}` } })).status

test('a first start needs no credential for its sample', () =>
  until(() => /^curl .*token=/m.test(service.stdout())))

test('`…_PUBLIC_KEY_FILE`: what the holder of the private key mints manages', async () => {
  const exp = Math.floor(Date.now() / 1_000) + 60
  const bearer = signedBy(portal, { aud: 'aperture-management', exp, identity: 'portal' })
  expect(await statusOf('/management/provision/user', bearer)).toBe(200)
  expect(await statusOf('/-/dataset', bearer)).toBe(401)
})

test('`jwt management` can mint none, and says so in a line; `jwt data` can', async () => {
  const refused = await runAperture(['jwt', 'management'], variables)
  expect(refused).toEqual({
    end: 1,
    stdout: '',
    stderr:
      'Only the public key of management credentials is configured, which mints none: ask whoever holds its private key.\n',
  })
  const minted = await runAperture(['jwt', 'data', '--user', 'sample'], variables)
  expect(await statusOf('/-/dataset', minted.stdout.trim())).toBe(200)
})
