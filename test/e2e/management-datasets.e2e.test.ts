import { createHash, randomUUID } from 'node:crypto'
import path from 'node:path'
import { auditedEvents } from '../support/audit'
import { filesBelow } from '../support/byte-scan'
import { externalAddress, identifierOf, uploadWith } from '../support/external-upload'
import { manage, readAs, tokenIdOf, tokenStatus } from '../support/http-clients'
import { type RunningService, runService, testMetadata } from '../support/running-service'
import { upload } from '../support/upload'

let running: RunningService
let project: number
let owner: string
let worlds = 0
beforeAll(async () => {
  running = await runService()
})
beforeEach(async () => {
  worlds += 1
  owner = `owner-${worlds}`
  await running.provisionUser(owner)
  project = await running.provisionProject(`Project ${worlds}`, owner)
})
afterAll(() => running.end())

const csv = 'patient,age\npatient1,63\n'
const definition = `<DatasetDefinition TableName="patients"><Title>Patients</Title><Columns>
  <Column Name="patient" Type="text" Deidentify="pseudonymize"/>
  <Column Name="age" Type="integer" Deidentify="keep"/></Columns></DatasetDefinition>`
const issue = () => running.issueToken({ projectId: project, user: owner })

/** Imports a dataset with a keyfile, and gives its id. */
const importOne = async (token?: string): Promise<string> => {
  const answer = await upload({ url: running.url, token: token ?? (await issue()), csv, definition })
  expect(answer.status).toBe(200)
  return String(answer.body.import_id)
}
const importAs = async (uuid: string) => uploadWith(running, await issue(), identifierOf(uuid))
const withdraw = async (id: string) => {
  const { status, body } = await manage(running, 'DELETE', `dataset/${id}`)
  return [status, body.code ?? body.status]
}
const read = async (address: string, user = owner) => {
  const answer = await readAs(running, user, address)
  const text = await answer.text()
  return [answer.status, answer.status === 200 ? text : JSON.parse(text).code]
}
const addressOf = (id: string) => `${running.url}/-/dataset/${id}`
const filesOf = (id: string) =>
  filesBelow(path.join(running.directory, 'data', 'datasets', id)).map(({ where }) => where)

describe('GET /management/provision/dataset?project=&user=&before=', () => {
  const list = async (query: string) => {
    const { status, headers, body } = await manage(running, 'GET', `dataset${query}`)
    expect(status).toBe(200)
    const items = body as unknown as readonly { readonly id: string }[]
    return { items, ids: items.map(({ id }) => id), link: headers.get('link') }
  }

  test('lists newest first, of a project, a user, or all', async () => {
    const [first, second] = [await importOne(), await importOne()]
    const uuid = randomUUID()
    const third = String((await importAs(uuid)).body.import_id)
    const { items, ids } = await list(`?project=${project}`)
    expect(ids).toEqual([third, second, first])
    expect(items[0]).toEqual({
      id: third,
      kind: 'external',
      uuid,
      url: externalAddress(running, uuid),
      project,
      user: owner,
      rows: 2,
      bytes: expect.any(Number),
      created: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect((await list(`?user=${owner}`)).ids).toEqual([third, second, first])
    expect((await list('')).ids.slice(0, 3)).toEqual([third, second, first])
    expect((await list('?user=nobody')).ids).toEqual([])
    expect((await list(`?project=${project}&before=${second}`)).ids).toEqual([first])
    expect((await list(`?before=${randomUUID()}`)).ids).toEqual([])
  })

  test('leaves out what was withdrawn, and goes on behind it', async () => {
    const [first, second] = [await importOne(), await importOne()]
    await withdraw(second)
    expect((await list(`?project=${project}`)).ids).toEqual([first])
    expect((await list(`?project=${project}&before=${second}`)).ids).toEqual([first])
  })
})

describe('GET/DELETE /management/provision/dataset/{id}', () => {
  test('shows what is known of a dataset but its rows', async () => {
    const token = await issue()
    const id = await importOne(token)
    const [, stored] = await read(addressOf(id))
    const { status, body } = await manage(running, 'GET', `dataset/${id}`)
    expect([status, body]).toEqual([
      200,
      {
        id,
        kind: 'dataset',
        url: addressOf(id),
        project,
        user: owner,
        token_id: tokenIdOf(token),
        title: 'Patients',
        table_name: 'patients',
        rows: 1,
        bytes: stored.length,
        sha256: createHash('sha256').update(stored).digest('hex'),
        columns: [
          { name: 'patient', type: 'text', action: 'pseudonymize' },
          { name: 'age', type: 'integer', action: 'keep' },
        ],
        definition_sha256: createHash('sha256').update(definition).digest('hex'),
        policy: null,
        derivation: 'p1',
        ignored: [],
        created: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ])
    expect((await manage(running, 'GET', `dataset/${randomUUID()}`)).status).toBe(404)
  })

  test('withdraws: bytes and keyfile are removed, readers get 410, and again it is answered the same', async () => {
    const id = await importOne()
    expect(filesOf(id).sort()).toEqual(['keyfile.age', 'record.json', 'table.csv'])
    for (const _ of ['once', 'and again']) expect(await withdraw(id)).toEqual([200, 'withdrawn'])
    expect(filesOf(id)).toEqual([])
    expect(await read(addressOf(id))).toEqual([410, 'dataset-withdrawn'])
    expect((await manage(running, 'GET', `dataset/${id}`)).body).toMatchObject({
      status: 410,
      code: 'dataset-withdrawn',
    })
    expect((await manage(running, 'GET', `dataset/${id}/keyfile?case=c-1`)).status).toBe(410)
    const withdrawals = (await auditedEvents(running)).filter(({ type }) => type === 'DatasetWithdrawn.v1')
    expect(withdrawals.filter(({ data }) => data.datasetId === id)).toMatchObject([
      { stream: `dataset-${id}`, revision: 1, data: { datasetId: id, reasonClass: 'management' } },
    ])
  })

  test('says of a withdrawn dataset no more to those who could not read it', async () => {
    const id = await importOne()
    await withdraw(id)
    await running.provisionUser(`stranger-${worlds}`)
    expect(await read(addressOf(id), `stranger-${worlds}`)).toEqual([403, 'not-a-reader'])
  })

  test('the outcome of the import stays: its token is spent, and its status is imported', async () => {
    const token = await issue()
    const id = await importOne(token)
    await withdraw(id)
    expect((await tokenStatus(running.url, token)).body).toMatchObject({
      status: 'imported',
      import: { status: 'imported', import_id: id, dataset: { id, kind: 'dataset' } },
    })
    const again = await upload({ url: running.url, token, csv, definition })
    expect([again.status, again.body.code]).toEqual([409, 'token-already-used'])
    expect((await manage(running, 'GET', `uploadtoken/${tokenIdOf(token)}`)).body).toMatchObject({
      state: 'imported',
      import: { outcome: 'imported', dataset_id: id },
    })
  })

  test('the uuid is free again; until it is borne anew, its readers get 410', async () => {
    const uuid = randomUUID()
    const first = String((await importAs(uuid)).body.import_id)
    expect((await importAs(uuid)).body.code).toBe('external-uuid-taken')
    await withdraw(first)
    expect(await read(externalAddress(running, uuid))).toEqual([410, 'dataset-withdrawn'])
    const second = await importAs(uuid)
    expect(second.status).toBe(200)
    expect((await read(externalAddress(running, uuid)))[0]).toBe(200)
    // The former bearer's withdrawal is repeated, and takes nothing from the new one.
    await withdraw(first)
    expect((await read(externalAddress(running, uuid)))[0]).toBe(200)
    expect(await read(addressOf(first))).toEqual([410, 'dataset-withdrawn'])
  })

  test('of racing withdrawals one is recorded', async () => {
    const id = await importOne()
    const answers = await Promise.all(Array.from({ length: 6 }, () => withdraw(id)))
    expect(answers).toEqual(Array(6).fill([200, 'withdrawn']))
    const stream = await running.service.ports.store.readStream(`dataset-${id}`)
    expect(stream.map(({ event }) => event.type)).toEqual(['DatasetImported', 'DatasetWithdrawn'])
  })

  test('what never was, has failed, or was ephemeral is not found', async () => {
    expect(await withdraw(randomUUID())).toEqual([404, 'unknown-dataset'])
    const ephemeral = await upload({
      url: running.url,
      token: await issue(),
      kind: 'ephemeral',
      csv,
      definition,
    })
    expect(await withdraw(String(ephemeral.body.import_id))).toEqual([404, 'unknown-dataset'])
  })

  test('files that a crash kept from being removed go with a repeated DELETE', async () => {
    const id = await importOne()
    const { store, datasets, newId } = running.service.ports
    const event = { type: 'DatasetWithdrawn', datasetId: id, reasonClass: 'management' } as const
    await store.append(`dataset-${id}`, 0, [{ id: newId(), event, metadata: testMetadata }])
    expect(await datasets.table(id)).not.toBeNull()
    expect(await read(addressOf(id))).toEqual([410, 'dataset-withdrawn'])
    expect(await withdraw(id)).toEqual([200, 'withdrawn'])
    expect(await datasets.table(id)).toBeNull()
  })
})
