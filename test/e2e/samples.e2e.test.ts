import { manage } from '../support/http-clients'
import { type Cell, plainPseudonym, splitCsv, wholeGroup } from '../support/plain-deidentification'
import { type RunningService, runService } from '../support/running-service'
import { delivered, importSample } from '../support/sample-imports'
import { sample } from '../support/upload'

let running: RunningService
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  await provisionProject('Heart study')
})
afterAll(() => running.end())

async function provisionProject(name: string, deidProjectId?: number): Promise<unknown> {
  const shared = deidProjectId === undefined ? {} : { deid_project_id: deidProjectId }
  const { status, body } = await manage(running, 'POST', 'project', {
    name,
    description: '',
    owner: 'jdoe',
    ...shared,
  })
  expect(status).toBe(201)
  return body.id
}

/** A text of RFC 4180 as it is stored: LF, and an empty cell without quotes is null. */
function cellsOf(table: string): readonly (readonly Cell[])[] {
  expect(table).toMatch(/^[^\r]*\n$/)
  return splitCsv(table, ',', '')
}

const oneToOne = (pairs: readonly (readonly [Cell, Cell])[]) => {
  const distinct = (side: 0 | 1) => new Set(pairs.map((pair) => pair[side])).size
  const together = new Set(pairs.map((pair) => JSON.stringify(pair))).size
  expect([distinct(0), distinct(1)]).toEqual([together, together])
}

test('the second computation agrees with the published vectors', () => {
  expect(['patient1', 'Müller', ''].map((value) => plainPseudonym(1, value))).toEqual([
    'p1fk2kvfx54d3jyubndyt25wjmga',
    'p1qplucuguulp7ppzm5z6hn75bqq',
    'p1km5oyipu5rj34hcrxkphpolxbu',
  ])
  expect(plainPseudonym(2, 'patient1')).toBe('p133tw24nujcxscub6bmoqtqbcfm')
  expect([0, 9, 10, 145].map((value) => wholeGroup(String(value), 10))).toEqual([
    '0-9',
    '0-9',
    '10-19',
    '140-149',
  ])
})

describe('heart disease, 303 rows', () => {
  const rows = splitCsv(sample('heart-disease').csv.toString(), ',', 'NA').slice(1)
  const expected = [
    [
      'patient',
      'age',
      'chest pain',
      'rest SBP',
      'cholesterol',
      'fasting blood sugar > 120',
      'max heart rate',
      'exercise induced angina',
      'ST depression',
      'major vessels',
      'diagnosis',
    ],
    ...rows.map(([patient = null, , age = null, , pain, pressure = null, cholesterol = null, ...kept]) => [
      plainPseudonym(1, patient),
      wholeGroup(age, 10),
      pain,
      wholeGroup(pressure, 10),
      wholeGroup(cholesterol, 50),
      ...kept,
    ]),
  ]

  test('is de-identified as the manual says, in both orders of the form to the same bytes', async () => {
    expect(rows).toHaveLength(303)
    const manual = await importSample(running, 'heart-disease')
    const table = await delivered(running, manual)
    expect(cellsOf(table)).toEqual(expected)
    expect(table.split('\n')[1]).toMatch(/^p1fk2kvfx54d3jyubndyt25wjmga,60-69,/)
    oneToOne(rows.map(([patient = null], row) => [patient, expected[row + 1]?.[0] ?? null]))
    expect(table).not.toMatch(/patient1|pseudo1|male/)

    const definitionFirst = await importSample(running, 'heart-disease', { order: 'definition-first' })
    expect(await delivered(running, definitionFirst)).toBe(table)
    const { id: _id, url: _url, ...described } = manual.body.dataset ?? {}
    expect(definitionFirst.body).toMatchObject({ dataset: described, ignored: manual.body.ignored })
  })

  test('is answered as the manual and its definition have it', async () => {
    const { body } = await importSample(running, 'heart-disease')
    const keep = 'keep'
    expect(body).toEqual({
      status: 'imported',
      import_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      dataset: {
        id: body.import_id,
        kind: 'dataset',
        url: `${running.url}/-/dataset/${body.import_id}`,
        rows: 303,
        columns: [
          { name: 'patient', type: 'text', action: 'pseudonymize' },
          { name: 'age', type: 'text', action: 'anonymize:numbergroup(10)' },
          { name: 'chest pain', type: 'text', action: keep },
          { name: 'rest SBP', type: 'text', action: 'anonymize:numbergroup(10)' },
          { name: 'cholesterol', type: 'text', action: 'anonymize:numbergroup(50)' },
          { name: 'fasting blood sugar > 120', type: 'boolean', action: keep },
          { name: 'max heart rate', type: 'integer', action: keep },
          { name: 'exercise induced angina', type: 'boolean', action: keep },
          { name: 'ST depression', type: 'double precision', action: keep },
          { name: 'major vessels', type: 'integer', action: keep },
          { name: 'diagnosis', type: 'integer', action: keep },
        ],
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      policy: null,
      ignored: expect.arrayContaining(['Format/@CopyToFile', 'CatalogueIdentifier']),
    })
    expect(body.ignored).toHaveLength(2)
  })

  test('has pseudonyms that can be joined within a shared domain and nowhere else', async () => {
    const apart = await provisionProject('Apart')
    const sharing = await provisionProject('Sharing', 1)
    const patientsOf = async (projectId: unknown) => {
      const table = await delivered(
        running,
        await importSample(running, 'heart-disease', { project: Number(projectId) }),
      )
      return cellsOf(table)
        .slice(1)
        .map(([patient]) => patient)
    }
    const patients = await patientsOf(1)
    expect(await patientsOf(sharing)).toEqual(patients)
    // Who shares with one that shares is not led further: the domain is that project's own.
    const [first] = await patientsOf(await provisionProject('Chained', Number(sharing)))
    expect(first).toBe(plainPseudonym(Number(sharing), 'patient1'))

    expect(apart).toBe(2)
    const elsewhere = await patientsOf(apart)
    expect(elsewhere[0]).toBe('p133tw24nujcxscub6bmoqtqbcfm')
    expect(patients.filter((patient) => elsewhere.includes(patient))).toEqual([])
  })
})

test('adult, 30,162 rows with semicolons and CRLF, both orders to the same bytes', async () => {
  const file = sample('adult').csv.toString()
  expect(file).toMatch(/^sex;age;race;[^\n]*\r\n/)
  const rows = splitCsv(file, ';', '?').slice(1)
  expect(rows).toHaveLength(30_162)
  const expected = rows.map(
    ([sex, age = null, _race, marital, education, _country, workclass, occupation = null, salary]) => [
      sex,
      wholeGroup(age, 10),
      marital,
      education,
      null,
      workclass,
      plainPseudonym(1, occupation),
      salary,
    ],
  )

  const manual = await importSample(running, 'adult')
  const table = await delivered(running, manual)
  const [header, ...cells] = cellsOf(table)
  expect(header).toEqual([
    'sex',
    'age',
    'marital-status',
    'education',
    'native-country',
    'workclass',
    'occupation',
    'salary-class',
  ])
  expect(cells).toHaveLength(expected.length)
  const different = cells.findIndex((record, row) => JSON.stringify(record) !== JSON.stringify(expected[row]))
  expect(cells[different]).toEqual(expected[different])
  oneToOne(rows.map(({ 7: occupation = null }, row) => [occupation, cells[row]?.[6] ?? null]))
  expect(manual.body).toMatchObject({ dataset: { rows: 30_162 }, ignored: [] })

  expect(await delivered(running, await importSample(running, 'adult', { order: 'definition-first' }))).toBe(
    table,
  )
})
