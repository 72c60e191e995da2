import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { generateIdentity } from '../../src/infrastructure/age/age'
import { byteForms, filesBelow, openButDeleted, type Place, sightings } from '../support/byte-scan'
import { deploymentSecrets } from '../support/deployment-secrets'
import { holdUpload } from '../support/held-upload'
import { fetchResult, manage, tokenStatus } from '../support/http-clients'
import { type ServiceProcess, startService } from '../support/processes'
import { type RunningService, runService } from '../support/running-service'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { type Order, type UploadResponse, upload } from '../support/upload'
import { orders } from '../support/upload-form'

/** An upload made of words that stand nowhere else, for one import. */
function uploadOf(mark: string) {
  const named = (what: string) => `${what}-of-${mark}`
  const words = {
    title: named('title'),
    tableName: named('table'),
    columns: ['name', 'place', 'age'].map(named),
    names: ['gudrun', 'hrothgar', 'wealhtheow'].map(named),
    places: ['heorot', 'jarrow', 'lindisfarne'].map(named),
    fileNames: { csv: `${named('people')}.csv`, definition: `${named('rules')}.xml` },
  }
  const [name, place, age] = words.columns
  const definition = `<DatasetDefinition TableName="${words.tableName}"><Title>${words.title}</Title><Columns>
    <Column Name="${name}" Type="text" Deidentify="pseudonymize"/>
    <Column Name="${place}" Type="text" Deidentify="keep"/>
    <Column Name="${age}" Type="integer" Deidentify="hide" StoreInKeyfile="true"/>
  </Columns></DatasetDefinition>`
  const csv = (ages: readonly string[]) =>
    [[name, place, age], ...words.names.map((person, row) => [person, words.places[row], ages[row]])]
      .map((cells) => `${cells.join(',')}\n`)
      .join('')
  const { title, tableName, columns, names, places, fileNames } = words
  return {
    definition,
    csv,
    fileNames,
    words: [title, tableName, ...columns, ...names, ...places, fileNames.csv, fileNames.definition],
  }
}

const goodAges = ['1000000041', '1000000042', '1000000043']

describe('of an ephemeral import whose result has left', () => {
  const secrets = deploymentSecrets()
  let directory: TemporaryDirectory
  let service: ServiceProcess
  let url = ''
  beforeAll(async () => {
    directory = await temporaryDirectory()
    const { recipient } = await generateIdentity()
    await mkdir(path.join(directory.path, 'tmp'))
    service = await startService({
      ...secrets.env,
      APERTURE_DATA_DIR: path.join(directory.path, 'data'),
      APERTURE_KEYFILE_RECIPIENT: recipient,
      TMPDIR: path.join(directory.path, 'tmp'),
    })
    url = service.url
    await management('POST', 'user', { user: 'jdoe' })
    await management('POST', 'project', { name: 'Study', description: '', owner: 'jdoe' })
  })
  afterAll(async () => {
    service.signal('SIGKILL')
    await service.ended
    await directory.remove()
  })

  const management = async (method: 'POST', what: string, body: unknown) => {
    const answer = await manage({ url, managementJwt: secrets.managementJwt }, method, what, body)
    expect(answer.status).toBe(201)
    return answer.body
  }
  const issue = async () =>
    String((await management('POST', 'uploadtoken', { project: 1, user: 'jdoe' })).token)

  const send = async (
    made: ReturnType<typeof uploadOf>,
    kind: 'dataset' | 'ephemeral',
    changed: { readonly ages?: readonly string[]; readonly definition?: string; readonly order?: Order } = {},
  ): Promise<{ readonly token: string; readonly answer: UploadResponse }> => {
    const token = await issue()
    const { definition, fileNames } = made
    const { ages = goodAges, ...others } = changed
    const answer = await upload({ url, token, kind, csv: made.csv(ages), definition, fileNames, ...others })
    return { token, answer }
  }

  /** Everything that the service has written: below its directories, and as its log. */
  const written = (): readonly Place[] => [
    ...filesBelow(directory.path),
    { where: 'the log', read: () => Buffer.from(service.stdout()) },
  ]
  const seenOf = (words: readonly string[]) => sightings(written(), byteForms(words))

  test('the scan sees what is written: a kept import, and the id of every one', async () => {
    const kept = uploadOf('a-kept-import')
    const { answer } = await send(kept, 'dataset')
    expect(answer.status).toBe(200)
    const seen = new Set(seenOf([...kept.words, String(answer.body.import_id)]).map(({ text }) => text))
    const [title = '', tableName = '', name = '', place = ''] = kept.words
    for (const word of [title, tableName, name, place, 'heorot-of-a-kept-import', answer.body.import_id]) {
      expect(seen).toContain(word)
    }
    // Whose names were replaced, and those of the client's files.
    expect([...seen].filter((word) => /gudrun|hrothgar|wealhtheow|people|rules/.test(word))).toEqual([])
  })

  test.each(orders)('nothing is found, before and after; the order: %s', async (order) => {
    const made = uploadOf(`an-import-in-the-order-${order}`)
    const { token, answer } = await send(made, 'ephemeral', { order })
    expect(answer.status).toBe(200)
    expect(seenOf([...made.words, ...goodAges.map((age) => `,${age}`)])).toEqual([])

    const table = await (await fetchResult(url, token)).text()
    expect(table).toContain(`heorot-of-an-import-in-the-order-${order}`)
    const pseudonyms = table.match(/p1[a-z2-7]{26}/g) ?? []
    expect(pseudonyms).toHaveLength(3)
    expect((await fetchResult(url, token, 'keyfile')).status).toBe(200)
    const results = path.join(directory.path, 'data', 'results')
    await until(() => filesBelow(results).length === 0)

    const everything = [...made.words, ...pseudonyms, token.slice(token.indexOf('.') + 1)]
    expect(seenOf(everything)).toEqual([])
    expect((await tokenStatus(url, token)).body.import).toEqual({
      status: 'imported',
      import_id: answer.body.import_id,
      dataset: { id: answer.body.import_id, kind: 'ephemeral' },
    })
    expect(seenOf([String(answer.body.import_id)])).not.toEqual([])
  })

  test.each([
    ['by a cell', { ages: ['old-as-the-hills-of-a-refusal', ...goodAges.slice(1)] }, 'csv-invalid'],
    ['by its header', { definition: uploadOf('another').definition }, 'header-mismatch'],
    ['by its definition', { definition: '<Of a-refusal/>' }, 'definition-invalid'],
  ])('nothing is found of one that was refused %s', async (_what, changed, code) => {
    const made = uploadOf('a-refusal')
    for (const order of orders) {
      const { answer } = await send(made, 'ephemeral', { ...changed, order })
      expect([answer.status, answer.body.code]).toEqual([422, code])
    }
    await until(() => seenOf([`"reason":"${code}"`]).length > 0)
    expect(seenOf([...made.words, 'old-as-the-hills-of-a-refusal'])).toEqual([])
  })

  test('nothing is found when the service has ended, and its log is complete', async () => {
    expect(await service.stop()).toMatchObject({ end: 0, stderr: '' })
    const marks = [...orders.map((order) => `of-an-import-in-the-order-${order}`), 'of-a-refusal']
    expect(seenOf(marks)).toEqual([])
    expect(filesBelow(path.join(directory.path, 'tmp'))).toEqual([])
  })
})

describe('while the table of an ephemeral import arrives', () => {
  let running: RunningService
  beforeAll(async () => {
    running = await runService()
    await running.provisionUser('jdoe')
    await running.provisionProject('Study', 'jdoe')
  })
  afterAll(() => running.end())

  const cells = 40_000
  const word = 'a-cell-that-is-kept'
  const csv = `column-of-cells\n${Array.from({ length: cells }, (_, row) => `${word}-${row}\n`).join('')}`
  const definition =
    '<DatasetDefinition><Columns><Column Name="column-of-cells" Type="text"/></Columns></DatasetDefinition>'
  const written = (): readonly Place[] => [
    ...filesBelow(running.directory),
    ...openButDeleted(),
    { where: 'the log', read: () => Buffer.from(running.logged()) },
  ]
  /** A good part of the half that was sent: far more than what a buffer would hold back. */
  const isLarge = ({ read }: Place) => read().length > 200_000

  test.each<[Order, string, () => readonly Place[]]>([
    [
      'definition-first',
      'its result is being sealed',
      () => filesBelow(path.join(running.directory, 'data', 'staging')),
    ],
    ['manual', 'it waits as ciphertext in a file without a name', openButDeleted],
  ])('in the order %s, %s', async (order, _what, places) => {
    const token = await running.issueToken({ projectId: 1, user: 'jdoe' })
    const held = await holdUpload({ url: running.url, kind: 'ephemeral', token, csv, definition, order })
    await until(() => places().some(isLarge))
    expect(sightings(written(), byteForms([word, 'column-of-cells']))).toEqual([])
    if (order === 'definition-first') {
      const [staged] = places().filter(isLarge)
      expect(staged?.read().subarray(0, 22).toString()).toBe('age-encryption.org/v1\n')
    }
    expect((await held.finish()).status).toBe(200)
    expect((await (await fetchResult(running.url, token)).text()) === csv).toBe(true)
    expect(sightings(written(), byteForms([word, 'column-of-cells']))).toEqual([])
  })
})
