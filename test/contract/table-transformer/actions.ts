import { projectPseudonymKey, pseudonymiser } from '../../../src/infrastructure/crypto/pseudonyms'
import { column, faultsOf, planOf, typed } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

/** Every type and every action, once each way; the rules themselves have their own tests. */
export function actionsContract(under: TransformerUnderTest): void {
  describe('checks values of type', () => {
    test.each([
      ['smallint', '-32768', '32768'],
      ['integer', '2147483647', '1.0'],
      ['bigint', '9223372036854775807', '9223372036854775808'],
      ['numeric', '-12345678901234567890.5', '1,5'],
      ['real', '2.5', 'NaN'],
      ['double precision', '1e-3', 'Infinity'],
      ['boolean', 'yes', '2'],
      ['date', '2/29/2024', '2/29/2023'],
      ['timestamp', '2024-02-29 23:59:59', '2024-02-29 24:01'],
      ['timestamp with time zone', '2024-02-29 23:59:59+01', '2024-02-29T'],
      ['time', '23:59', '25:00'],
      ['uuid', '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11', '6f1c2a34'],
    ] as const)('%s', async (type, good, bad) => {
      const plan = planOf([column('id'), typed('v', type)])
      expect((await under.transform(plan, `id,v\n1,"${good}"\n2,\n`)).output).toBe(`id,v\n1,${good}\n2,\n`)
      const rule = `type-${type.replaceAll(' ', '-')}`
      expect(faultsOf(await under.answer(plan, `id,v\n1,"${good}"\n2,"${bad}"\n3,""\n`))).toEqual([
        [3, 2, 'v', rule],
        [4, 3, 'v', rule],
      ])
    })

    test('text, which everything is', async () => {
      expect((await under.transform(planOf([column('v')]), 'v\n\u0001\u2028😀\n')).output).toBe(
        'v\n\u0001\u2028😀\n',
      )
    })

    test('in columns that leave the table too', async () => {
      const integer = { type: 'integer' } as const
      const plan = planOf([
        column('a', 'drop', integer),
        column('b', 'hide', integer),
        column('c', 'pseudonymize', integer),
        column('d', 'blank', integer),
        column('e', 'pseudonym', integer),
      ])
      expect(faultsOf(await under.answer(plan, 'a,b,c,d,e\nx,x,x,x,x\n'))).toEqual(
        ['a', 'b', 'c', 'd', 'e'].map((name) => [2, 1, name, 'type-integer']),
      )
    })

    test('dates in the order of the definition', async () => {
      const plan = planOf([typed('v', 'date')], { dialect: { dateOrder: 'DMY' } })
      expect((await under.transform(plan, 'v\n29.02.2024\n')).output).toBe('v\n29.02.2024\n')
      expect(faultsOf(await under.answer(plan, 'v\n2/29/2024\n'))).toEqual([[2, 1, 'v', 'type-date']])
    })
  })

  describe('action', () => {
    const derived = (domain: number, label: string, value: string) =>
      pseudonymiser(projectPseudonymKey(under.masterKey(), domain))(label, value)
    const output = async (...parameters: Parameters<TransformerUnderTest['transform']>) =>
      (await under.transform(...parameters)).output

    test('keep', async () => {
      expect(await output(planOf([column('v')]), 'v\n x \n')).toBe('v\n x \n')
    })

    test.each(['hide', 'drop'] as const)('%s', async (action) => {
      const plan = planOf([column('a'), column('secret', action), column('b')])
      expect(await output(plan, 'a,secret,b\n1,Jane,2\n')).toBe('a,b\n1,2\n')
    })

    test('blank', async () => {
      const plan = planOf([column('v', 'blank', { type: 'integer' }), column('w')])
      expect(await output(plan, 'v,w\n17,1\n,2\n')).toBe('v,w\n,1\n,2\n')
    })

    test('numbergroup of integers and of decimals', async () => {
      const plan = planOf([
        column('i', { action: 'numbergroup', width: '10' }, { type: 'integer' }),
        column('d', { action: 'numbergroup', width: '0.5' }, { type: 'numeric' }),
      ])
      expect(await output(plan, 'i,d\n145,1.7\n,\n-1,-0.1\n')).toBe(
        'i,d\n140-149,1.5-2\n,\n-10 to -1,-0.5 to 0\n',
      )
    })

    test('numbergroup of a text that is no number', async () => {
      const plan = planOf([column('v', { action: 'numbergroup', width: '10' })])
      expect(faultsOf(await under.answer(plan, 'v\n12\nten\n\n'))).toEqual([[3, 2, 'v', 'not-a-number']])
    })

    test.each([
      ['year', '2014'],
      ['quarter', '2014-Q2'],
      ['month', '2014-05'],
    ] as const)('dategroup by %s', async (unit, expected) => {
      const plan = planOf([column('v', { action: 'dategroup', unit }, { type: 'date' }), column('w')])
      expect(await output(plan, 'v,w\n2014-05-31,1\n,2\n')).toBe(`v,w\n${expected},1\n,2\n`)
    })

    test('prefix, in characters', async () => {
      const plan = planOf([column('v', { action: 'prefix', length: 2 })])
      expect(await output(plan, 'v\nabc\n😀é!\nx\n\n""\n')).toBe('v\nab\n😀é\nx\n\n""\n')
    })

    test('pseudonymize: null stays null, an empty text has a pseudonym, the same value the same', async () => {
      const plan = planOf([column('v', 'pseudonymize'), column('w', 'pseudonymize')])
      const [one, none] = [derived(1, '', 'Müller'), derived(1, '', '')]
      expect(await output(plan, 'v,w\nMüller,""\n,\n"Müller",Müller\n')).toBe(
        `v,w\n${one},${none}\n,\n${one},${one}\n`,
      )
    })

    test('pseudonymize, by domain and label', async () => {
      const labelled = planOf([column('v', 'pseudonymize', { label: 'nhs-number' })])
      expect(await output(labelled, 'v\npatient1\n')).toBe(`v\n${derived(1, 'nhs-number', 'patient1')}\n`)
      const elsewhere = planOf([column('v', 'pseudonymize')], { pseudonymDomain: 2 })
      expect(await output(elsewhere, 'v\npatient1\n')).toBe(`v\n${derived(2, '', 'patient1')}\n`)
    })

    test('pseudonymize, of more distinct values than anyone would remember, and of long ones', async () => {
      const values = Array.from(
        { length: 20_000 },
        (_, index) => (index % 2 ? 'x'.repeat(100) : '') + (index % 9_001),
      )
      const expected = values.map((value) => derived(1, '', value))
      expect(await output(planOf([column('v', 'pseudonymize')]), `v\n${values.join('\n')}\n`)).toBe(
        `v\n${expected.join('\n')}\n`,
      )
    })

    test('pseudonymize takes the decoded value, whatever the encoding and the quotes', async () => {
      const plan = planOf([column('v', 'pseudonymize')], { dialect: { encoding: 'LATIN1' } })
      expect(await output(plan, Buffer.from('v\n"M""üller"\n', 'latin1'))).toBe(
        `v\n${derived(1, '', 'M"üller')}\n`,
      )
    })
  })
}
