import { readdirSync } from 'node:fs'
import { deploymentSecrets } from '../support/deployment-secrets'
import { holdUpload } from '../support/held-upload'
import { manage } from '../support/http-clients'
import { startService } from '../support/processes'
import { temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { sample, upload } from '../support/upload'

// The start of a process; a busy machine takes its time over it.
jest.setTimeout(60_000)

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux(
  'APERTURE_WORKERS: so many threads are kept for tables, and more end with them (proc(5): on Linux)',
  async () => {
    const directory = await temporaryDirectory()
    const secrets = deploymentSecrets()
    const variables = { ...secrets.env, APERTURE_DATA_DIR: directory.path, APERTURE_WORKERS: '2' }
    const service = await startService(variables)
    try {
      const { url } = service
      const managed = { url, managementJwt: secrets.managementJwt }
      await manage(managed, 'POST', 'user', { user: 'jdoe' })
      const made = await manage(managed, 'POST', 'project', { name: 'Heart', description: '', owner: 'jdoe' })
      const request = async () => {
        const { body } = await manage(managed, 'POST', 'uploadtoken', { project: made.body.id, user: 'jdoe' })
        const order = 'definition-first' as const
        return { url, token: String(body.token), order, ...sample('heart-disease') }
      }
      const threads = () => readdirSync(`/proc/${service.pid}/task`).length

      expect((await upload(await request())).status).toBe(200)
      const withOne = threads()
      const held = []
      for (let table = 0; table < 4; table++) held.push(await holdUpload(await request()))
      await until(() => threads() === withOne + 3)
      for (const { finish } of held) expect((await finish()).status).toBe(200)
      await until(() => threads() === withOne + 1)
      // Those two, and not two of those that were just ending.
      expect((await upload(await request())).status).toBe(200)
      expect(threads()).toBe(withOne + 1)
    } finally {
      service.signal('SIGKILL')
      await service.ended
      await directory.remove()
    }
  },
)
