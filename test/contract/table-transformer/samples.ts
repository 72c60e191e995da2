import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectPseudonymKey, pseudonymiser } from '../../../src/infrastructure/crypto/pseudonyms'
import { column, planOf, typed } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const sample = (name: string): Promise<Buffer> => readFile(path.resolve(__dirname, '../../../samples', name))
const by = (width: string) => ({ action: 'numbergroup', width }) as const

export function samplesContract(under: TransformerUnderTest): void {
  const derived = (value: string) => pseudonymiser(projectPseudonymKey(under.masterKey(), 1))('', value)

  test("the manual's example", async () => {
    const plan = planOf(
      [
        column('patient', 'pseudonymize'),
        column('pseudo', 'pseudonym'),
        column('age', 'hide', { type: 'numeric' }),
        column('gender', 'hide', { storeInKeyfile: true }),
        column('chest pain'),
        column('rest SBP', by('10'), { type: 'numeric' }),
        column('cholesterol', 'blank', { type: 'numeric' }),
        typed('fasting blood sugar > 120', 'boolean'),
      ],
      { dialect: { nullString: 'NA' } },
    )
    const { output, keyfile, result } = await under.transform(
      plan,
      await sample('manual-example/patients.csv'),
      {
        withKeyfile: true,
      },
    )
    expect(output).toBe(
      [
        'patient,chest pain,rest SBP,cholesterol,fasting blood sugar > 120',
        'pseudo1,typical ang,140-150,,1',
        'pseudo2,asymptomatic,160-170,,0',
        'pseudo3,asymptomatic,120-130,,0',
        'pseudo4,non-anginal,130-140,,0',
        '',
      ].join('\n'),
    )
    expect(keyfile).toBe(
      [
        'patient,patient_pseudonym,gender',
        ...[1, 2, 3, 4].map((number) => `patient${number},pseudo${number},male`),
        '',
      ].join('\n'),
    )
    expect(result).toMatchObject({ rows: 4 })
  })

  test('the heart-disease table', async () => {
    const integer = { type: 'integer' } as const
    const plan = planOf(
      [
        column('patient', 'pseudonymize'),
        column('pseudo', 'drop'),
        column('age', by('10'), integer),
        column('gender', 'hide'),
        column('chest pain'),
        column('rest SBP', by('10'), integer),
        column('cholesterol', by('50'), integer),
        typed('fasting blood sugar > 120', 'boolean'),
        typed('max heart rate', 'integer'),
        typed('exercise induced angina', 'boolean'),
        typed('ST depression', 'double precision'),
        typed('major vessels', 'integer'),
        typed('diagnosis', 'integer'),
      ],
      { dialect: { nullString: 'NA' } },
    )
    const { output, result } = await under.transform(plan, await sample('heart-disease/patients.csv'))
    expect(result).toMatchObject({ outcome: 'transformed', rows: 303 })
    const lines = output.split('\n')
    expect(lines[1]).toBe(`${derived('patient1')},60-69,typical ang,140-149,200-249,1,150,0,2.3,0,0`)
    expect(new Set(lines.slice(1, -1).map((line) => line.split(',')[0])).size).toBe(303)
    expect(output).not.toMatch(/pseudo|male|NA/)
  })

  test('the adult table', async () => {
    const plan = planOf(
      [
        column('sex'),
        column('age', by('10'), { type: 'integer' }),
        column('race', 'hide'),
        column('marital-status'),
        column('education'),
        column('native-country', 'blank'),
        column('workclass'),
        column('occupation', 'pseudonymize'),
        column('salary-class'),
      ],
      { dialect: { delimiter: ';', nullString: '?' } },
    )
    const file = await sample('adult/adult.csv')
    const expected = file
      .toString()
      .split('\r\n')
      .slice(1, -1)
      .map((line) => {
        const [sex, age, , marital, education, , workclass, occupation = '', salary] = line.split(';')
        const decade = Math.floor(Number(age) / 10) * 10
        return [
          sex,
          `${decade}-${decade + 9}`,
          marital,
          education,
          '',
          workclass,
          derived(occupation),
          salary,
        ].join(',')
      })
    const { output, result } = await under.transform(plan, file)
    const header = 'sex,age,marital-status,education,native-country,workclass,occupation,salary-class'
    expect(output).toBe([header, ...expected, ''].join('\n'))
    expect(result).toMatchObject({ rows: 30_162, sha256: createHash('sha256').update(output).digest('hex') })
  })
}
