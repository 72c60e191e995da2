import { rm } from 'node:fs/promises'
import path from 'node:path'
import { filesBelow } from '../support/byte-scan'
import { holdUpload } from '../support/held-upload'
import { tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { until } from '../support/until'
import { upload } from '../support/upload'

let service: RunningService
beforeAll(async () => {
  service = await runService()
  await service.provisionUser('jdoe')
  await service.provisionProject('heart', 'jdoe')
})
afterAll(() => service.end())

const csv = `id,age\n${'a,34\n'.repeat(1_000)}`
const definition = `<DatasetDefinition><Columns>
  <Column Name="id" Type="text"/><Column Name="age" Type="integer"/></Columns></DatasetDefinition>`

test.each(['dataset', 'ephemeral'] as const)(
  'an upload of kind %s whose staging was taken for lost is a fault, to be tried again with the same token',
  async (kind) => {
    const token = await service.issueToken({ projectId: 1, user: 'jdoe' })
    const request = { url: service.url, kind, order: 'definition-first', token, csv, definition } as const
    const held = await holdUpload(request)
    const staging = path.join(service.directory, 'data', 'staging')
    // The token is accepted before anything is staged.
    await until(() => filesBelow(staging).some(({ where }) => path.basename(where) === 'table'))
    await rm(staging, { recursive: true })
    const answer = await held.finish()
    expect(answer).toMatchObject({ status: 500 })
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'internal', retry: 'later' })
    expect((await tokenStatus(service.url, token)).body.status).toBe('issued')
    expect((await upload(request)).status).toBe(200)
  },
)
