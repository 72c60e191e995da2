import { readFileSync } from 'node:fs'
import path from 'node:path'
import { actionText } from '../../../src/domain/deidentification/action'
import { readDefinition } from '../../../src/domain/deidentification/definition-reading'
import {
  expectedHeader,
  keyfileColumns,
  planImport,
  storedColumns,
} from '../../../src/domain/deidentification/plan'
import { readXml } from '../../../src/infrastructure/xml/read-xml'

const sample = (...names: readonly string[]): Buffer =>
  readFileSync(path.join(__dirname, '..', '..', '..', 'samples', ...names))

function definitionOf(...names: readonly string[]) {
  const xml = readXml(sample(...names))
  if (xml.outcome === 'malformed') throw new Error(xml.detail)
  const reading = readDefinition(xml.root)
  if (reading.outcome === 'refused') throw new Error(reading.problem.detail)
  const { definition } = reading
  const plan = planImport(definition, { pseudonymDomain: 1, maxRecordBytes: 1, maxDistinctValues: 1 })
  return { definition, plan }
}

const standard = {
  delimiter: ',',
  qualifier: '"',
  nullString: 'NA',
  encoding: 'UTF8',
  header: true,
  headerCase: 'leave alone',
  dateOrder: 'MDY',
}

describe('the sample definitions', () => {
  it("are read: the manual's example", () => {
    const { definition, plan } = definitionOf('manual-example', 'patients.xml')
    expect(definition.dialect).toEqual(standard)
    expect(definition.catalogueIdentifier).toEqual({ status: 'absent' })
    expect(definition.columns.map(({ name, type, action }) => [name, type, actionText(action)])).toEqual([
      ['patient', 'text', 'pseudonymize'],
      ['pseudo', 'text', 'pseudonym'],
      ['age', 'numeric', 'hide'],
      ['gender', 'text', 'hide'],
      ['chest pain', 'text', 'keep'],
      ['rest SBP', 'numeric', 'anonymize:numbergroup(10)'],
      ['cholesterol', 'numeric', 'anonymize:blank'],
      ['fasting blood sugar > 120', 'boolean', 'keep'],
    ])
    expect(definition.ignored).toEqual(['Success', 'Fail'])
    expect(plan.pairing).toEqual({ original: 0, supplied: 1 })
    expect(keyfileColumns(plan)).toEqual(['patient', 'patient_pseudonym', 'gender'])
    expect(storedColumns(plan).map(({ name, type }) => [name, type])).toEqual([
      ['patient', 'text'],
      ['chest pain', 'text'],
      ['rest SBP', 'text'],
      ['cholesterol', 'numeric'],
      ['fasting blood sugar > 120', 'boolean'],
    ])
  })

  it('are read: heart disease, as public generators write', () => {
    const { definition, plan } = definitionOf('heart-disease', 'patients.xml')
    expect(definition).toMatchObject({
      title: 'Cleveland heart disease',
      tableName: 'cleveland_heart_disease',
      catalogueIdentifier: { status: 'uuid', uuid: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11' },
      dialect: standard,
      ignored: ['Format/@CopyToFile'],
    })
    expect(plan.pairing).toBeNull()
    expect(storedColumns(plan)).toHaveLength(11)
    expect(keyfileColumns(plan)).toEqual(['patient', 'patient_pseudonym'])
  })

  it('are read: census income, delimited by semicolons', () => {
    const { definition, plan } = definitionOf('adult', 'adult.xml')
    expect(definition.dialect).toEqual({ ...standard, delimiter: ';', nullString: '?' })
    expect(definition.ignored).toEqual([])
    expect(storedColumns(plan)).toHaveLength(8)
  })

  it.each([
    ['manual-example', 'patients'],
    ['heart-disease', 'patients'],
    ['adult', 'adult'],
  ])('name the columns of their table: %s', (folder, name) => {
    const { definition, plan } = definitionOf(folder, `${name}.xml`)
    const [header = ''] = sample(folder, `${name}.csv`).toString('utf8').split(/\r?\n/)
    expect(header.split(definition.dialect.delimiter)).toEqual(expectedHeader(plan))
  })
})
