import { opener } from '../infrastructure/age/opener'
import { auditedEvents } from '../support/audit'
import { manage } from '../support/http-clients'
import { plainPseudonym, splitCsv } from '../support/plain-deidentification'
import { type RunningService, runService } from '../support/running-service'
import { delivered, importSample, keyfileOf } from '../support/sample-imports'
import { temporaryDirectory } from '../support/temporary-directory'

let running: RunningService
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  await running.provisionProject('Heart study', 'jdoe')
})
afterAll(() => running.end())

test('the keyfile of a table of 303 rows has each patient and pseudonym', async () => {
  const sealed = await keyfileOf(running, await importSample(running, 'heart-disease'), 'case-303')
  expect(splitCsv(await running.openKeyfile(sealed), ',', '')).toEqual([
    ['patient', 'patient_pseudonym'],
    ...Array.from({ length: 303 }, (_, row) => `patient${row + 1}`).map((patient) => [
      patient,
      plainPseudonym(1, patient),
    ]),
  ])
})

describe("the manual's own example", () => {
  test('imports, with the pseudonyms that it supplies', async () => {
    const imported = await importSample(running, 'manual-example')
    expect(await delivered(running, imported)).toBe(
      [
        'patient,chest pain,rest SBP,cholesterol,fasting blood sugar > 120',
        'pseudo1,typical ang,140-150,,1',
        'pseudo2,asymptomatic,160-170,,0',
        'pseudo3,asymptomatic,120-130,,0',
        'pseudo4,non-anginal,130-140,,0',
        '',
      ].join('\n'),
    )
    expect(imported.body.ignored).toEqual(['Success', 'Fail'])
  })

  test(`has a keyfile that opens with the library and with ${opener.name}`, async () => {
    const imported = await importSample(running, 'manual-example')
    const sealed = await keyfileOf(running, imported, 'case-7.a_B')
    const rows = [
      ['patient', 'patient_pseudonym', 'gender'],
      ...[1, 2, 3, 4].map((number) => [`patient${number}`, `pseudo${number}`, 'male']),
    ]
    expect(sealed.toString('latin1')).not.toMatch(/patient|pseudo|male/)
    expect(splitCsv(await running.openKeyfile(sealed), ',', '')).toEqual(rows)
    const directory = await temporaryDirectory()
    try {
      const opened = await opener.open(running.keyfileIdentity, sealed, directory.path)
      expect(splitCsv(opened.toString(), ',', '')).toEqual(rows)
    } finally {
      await directory.remove()
    }
    const fetches = (await auditedEvents(running)).filter(
      ({ type, stream }) => type === 'KeyfileFetched.v1' && stream === `access-${imported.body.import_id}`,
    )
    expect(fetches.map(({ data }) => data)).toEqual([
      expect.objectContaining({ client: 'test-client', case: 'case-7.a_B' }),
    ])
  })

  test.each([
    ['without a case', ''],
    ['with an empty one', '?case='],
    ['with one that is no reference', '?case=patient%201'],
  ])('keeps its keyfile from a fetch %s', async (_what, query) => {
    const { body } = await importSample(running, 'manual-example')
    const answer = await manage(running, 'GET', `dataset/${body.import_id}/keyfile${query}`)
    expect(answer.status).toBe(400)
    const types = (await auditedEvents(running)).filter(({ stream }) => stream === `access-${body.import_id}`)
    expect(types).toEqual([])
  })
})
