import { randomUUID } from 'node:crypto'
import type { ExportCredential, ExportCredentials } from '../../src/application/ports/export-credentials'

const password: ExportCredential = { kind: 'password', password: 'hunter2 ö' }
const key: ExportCredential = { kind: 'key', key: '-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n' }

/** What every adapter of `ExportCredentials` keeps. */
export function exportCredentialsContract(adapter: string, make: () => ExportCredentials): void {
  describe(`${adapter} as ExportCredentials`, () => {
    const id = randomUUID()
    const other = randomUUID()
    let credentials: ExportCredentials
    beforeEach(() => {
      credentials = make()
    })

    test('opens what it keeps, each under its own id', async () => {
      await credentials.keep(id, password)
      await credentials.keep(other, key)
      expect(await credentials.open(id)).toStrictEqual(password)
      expect(await credentials.open(other)).toStrictEqual(key)
    })

    test('never replaces one', async () => {
      await credentials.keep(id, password)
      await expect(credentials.keep(id, key)).rejects.toThrow()
      expect(await credentials.open(id)).toStrictEqual(password)
    })

    test('forgets one for good, and no other', async () => {
      await credentials.keep(id, password)
      await credentials.keep(other, key)
      await credentials.forget(id)
      await credentials.forget(id)
      expect(await credentials.open(id)).toBeNull()
      expect(await credentials.open(other)).toStrictEqual(key)
    })

    test('has none at first', async () => {
      expect(await credentials.open(id)).toBeNull()
      await credentials.forget(id)
    })
  })
}
